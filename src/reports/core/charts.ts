/** Charts as numbers that a template draws: everything in units of the picture, words left to the page. */

/** Parts of one bar, in order. */
export type BarPart = { readonly tone: 'right' | 'wrong' | 'other' | 'plain'; readonly value: number };

export type BarRow = {
  readonly label: string;
  readonly parts: readonly BarPart[];
  /** What stands at the end of the bar. */
  readonly words: string;
};

export type DrawnBar = {
  readonly label: string;
  readonly words: string;
  readonly labelY: number;

  readonly barY: number;
  readonly wordsX: number;
  readonly rects: readonly { readonly tone: BarPart['tone']; readonly x: number; readonly width: number }[];
};

export type Bars = {
  readonly width: number;
  readonly height: number;
  readonly barHeight: number;
  readonly bars: readonly DrawnBar[];
};

/** Narrow enough that its letters can still be read on a phone, where the picture is as wide as the screen. */
const width = 360;
const barHeight = 16;
/** Words over a bar, for questions; or beside it, for short ones. */
const layouts = {
  over: { rowHeight: 46, labelWidth: 0, labelY: 16, barY: 22 },
  beside: { rowHeight: 26, labelWidth: 108, labelY: 17, barY: 5 },
} as const;
/** Room for the words at the end of a bar. */
const wordsWidth = 88;
/** Letters that fit over a bar. */
const mostLetters = 44;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** A label of one line. */
export function shorten(text: string, most: number): string {
  const line = [...text.replace(/\s+/gu, ' ').trim()];
  return line.length <= most ? line.join('') : `${line.slice(0, most - 1).join('')}…`;
}

/** Bars that lie, one below the other, each with its words above and its number at its end. `full` is what a whole bar stands for. */
export function barsOf(rows: readonly BarRow[], full: number, layout: keyof typeof layouts = 'over'): Bars {
  const { rowHeight, labelWidth, labelY, barY } = layouts[layout];
  const scale = full > 0 ? (width - labelWidth - wordsWidth) / full : 0;
  return {
    width,
    height: rows.length * rowHeight + 4,
    barHeight,
    bars: rows.map((row, index) => {
      let x: number = labelWidth;
      const rects = row.parts
        .filter((part) => part.value > 0)
        .map((part) => {
          const drawn = { tone: part.tone, x: tenths(x), width: tenths(Math.max(1, part.value * scale)) };
          x += part.value * scale;
          return drawn;
        });
      return {
        label: shorten(row.label, mostLetters),
        words: row.words,
        labelY: index * rowHeight + labelY,
        barY: index * rowHeight + barY,
        wordsX: tenths(x) + 6,
        rects,
      };
    }),
  };
}
