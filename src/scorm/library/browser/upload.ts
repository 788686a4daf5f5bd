/** Uploading with a script: drag and drop, a bar, cancelling. Without it the same form does the work. */

type Answer = {
  readonly page?: string;
  readonly detail?: string;
  readonly status?: string;
  readonly finishedAt?: string;
};

const find = <E extends HTMLElement>(within: ParentNode, selector: string): E | null =>
  within.querySelector<E>(selector);

function parse(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

const inMegabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-GB', { maximumFractionDigits: 1 })} MB`;

/** Sends the file of a form by itself, so that it can be watched and stopped. */
function enhance(form: HTMLFormElement): void {
  const input = find<HTMLInputElement>(form, 'input[type=file]');
  const drop = find(form, '[data-upload-drop]');
  const progress = find(form, '[data-upload-progress]');
  const bar = find<HTMLProgressElement>(form, 'progress');
  const words = find(form, '[data-upload-words]');
  const send = find<HTMLButtonElement>(form, '[data-upload-send]');
  const cancel = find<HTMLButtonElement>(form, '[data-upload-cancel]');
  const error = find(form, '[data-upload-error]');
  const errorText = find(form, '[data-upload-error-text]');
  const address = form.dataset['upload'];
  if (!input || !drop || !progress || !bar || !words || !send || !cancel || !error || !errorText || !address) return;

  const text = (name: string): string => form.dataset[`text${name}`] ?? '';
  let request: XMLHttpRequest | undefined;

  const complain = (sentence: string): void => {
    errorText.textContent = sentence;
    error.hidden = sentence === '';
    drop.classList.toggle('nhsuk-form-group--error', sentence !== '');
  };
  const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
  const busy = (is: boolean): void => {
    progress.hidden = !is;
    send.hidden = is;
    input.disabled = is;
    if (is) window.addEventListener('beforeunload', warn);
    else window.removeEventListener('beforeunload', warn);
  };
  const stop = (sentence: string): void => {
    request = undefined;
    busy(false);
    complain(sentence);
    send.focus();
  };

  // Spoken at every tenth, not at every packet.
  let spoken = -1;
  const show = (sent: number, total: number): void => {
    bar.max = total;
    bar.value = sent;
    const tenth = Math.floor((sent / total) * 10);
    if (tenth === spoken) return;
    spoken = tenth;
    words.textContent = text('Sending').replace('%sent', inMegabytes(sent)).replace('%total', inMegabytes(total));
  };

  const upload = (file: File): void => {
    complain('');
    if (file.size > Number(form.dataset['maxBytes'])) {
      complain(text('TooLarge'));
      return;
    }
    const title = find<HTMLInputElement>(form, 'input[name=title]')?.value ?? '';
    const query = new URLSearchParams({ fileName: file.name, ...(title === '' ? {} : { title }) });
    request = new XMLHttpRequest();
    request.open('POST', `${address}?${query.toString()}`);
    request.setRequestHeader('Content-Type', 'application/zip');
    request.upload.onprogress = ({ loaded, total }) => show(loaded, total);
    request.upload.onload = () => {
      bar.removeAttribute('value');
      words.textContent = text('Checking');
    };
    request.onload = () => {
      const answer = parse(request?.responseText ?? '');
      if (answer.page === undefined) {
        stop(answer.detail ?? text('Failed'));
        return;
      }
      window.removeEventListener('beforeunload', warn);
      window.location.assign(answer.page);
    };
    request.onerror = () => stop(text('Failed'));
    request.onabort = () => stop(text('Cancelled'));
    spoken = -1;
    busy(true);
    show(0, file.size);
    cancel.focus();
    request.send(file);
  };

  cancel.addEventListener('click', () => request?.abort());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // Others must not take it for a form that was sent.
    event.stopPropagation();
    const file = input.files?.[0];
    if (request !== undefined) return;
    if (file) upload(file);
    else {
      complain(text('Missing'));
      input.focus();
    }
  });
  takeDrops(drop, input);
  find(form, '[data-upload-only]')?.removeAttribute('hidden');
}

/** A dropped file is chosen, not sent yet: the title may still be missing, and a drop happens by mistake. */
function takeDrops(drop: HTMLElement, input: HTMLInputElement): void {
  let depth = 0;
  const mark = (by: number): void => {
    depth = Math.max(0, depth + by);
    drop.classList.toggle('app-upload__file--over', depth > 0);
  };
  drop.addEventListener('dragenter', (event) => {
    event.preventDefault();
    mark(1);
  });
  drop.addEventListener('dragleave', () => mark(-1));
  drop.addEventListener('dragover', (event) => event.preventDefault());
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(-depth);
    const files = event.dataTransfer?.files;
    if (files?.length && !input.disabled) input.files = files;
  });
}

/** The page of an import under way: asks how far it is, and comes back when it is done. */
function watch(place: HTMLElement): void {
  const words = find(place, '[data-upload-words]');
  const ask = async (): Promise<void> => {
    try {
      const response = await fetch(place.dataset['uploadWatch'] ?? '', { headers: { Accept: 'application/json' } });
      const answer = parse(await response.text());
      if (answer.finishedAt !== undefined || response.status === 401) {
        window.location.reload();
        return;
      }
      const sentence = place.dataset[answer.status === 'storing' ? 'textStoring' : 'textChecking'];
      if (words && sentence !== undefined && words.textContent !== sentence) words.textContent = sentence;
    } catch {
      // Not reached just now: asked again.
    }
    window.setTimeout(() => void ask(), 1500);
  };
  void ask();
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-upload]')) enhance(form);
for (const place of document.querySelectorAll<HTMLElement>('[data-upload-watch]')) watch(place);
