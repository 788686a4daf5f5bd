/** An exporter from npm that brings no types of its own: the part that is used. */
declare module 'simple-scorm-packager' {
  type Options = {
    readonly version: string;
    readonly title: string;
    readonly organization: string;
    readonly identifier: string;
    readonly masteryScore: number;
    readonly startingPage: string;
    readonly source: string;
    readonly package: { readonly zip: boolean; readonly outputFolder: string; readonly version: string };
  };
  export default function scormPackager(options: Options, done: (message: unknown) => void): void;
}
