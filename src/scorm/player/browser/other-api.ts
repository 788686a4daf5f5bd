/**
 * Content that asks for the API of the other version than its package says finds nothing, as in any system. Only one
 * API is offered, because content that finds both picks wrongly; but nobody should play on for an hour before the
 * missing record is noticed.
 */
const patience = 5000;

export type OtherApi = {
  /** Content has looked at the API that is there for it: all is well. */
  readonly rightOneSeen: () => void;
};

/**
 * Watches, without offering anything, whether content looks for a global name.
 * @param host the player's window
 * @param name the API that is not there
 * @param tell content asked for that name and, some seconds later, still not for the right one
 */
export function watchOtherApi(host: object, name: string, tell: () => void): OtherApi {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen = false;
  Object.defineProperty(host, name, {
    configurable: true,
    enumerable: false,
    get: () => {
      if (!seen) timer ??= setTimeout(() => seen || tell(), patience);
      return undefined;
    },
    // Content that brings an API of its own may put it here.
    set: (value: unknown) => {
      clearTimeout(timer);
      Object.defineProperty(host, name, { configurable: true, enumerable: true, writable: true, value });
    },
  });
  return {
    rightOneSeen: () => {
      seen = true;
      clearTimeout(timer);
    },
  };
}
