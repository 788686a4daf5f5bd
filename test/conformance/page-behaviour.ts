/** How the suite's pages behave beyond their script, told by the name of the file that the manifest launches. */
export type PageBehaviour = {
  /** False for an asset, which must not touch the API. */
  readonly api: boolean;
  /** The API object must say that its version is 1.0 (RTE 3.3.1). */
  readonly checksVersion: boolean;
  /** Straight after the commands, or only while it is taken away. */
  readonly terminate: 'now' | 'unload' | 'never';
  /** What it asks for while it is taken away. */
  readonly unloadRequest?: string;
  /** After Terminate the page must have gone, or must have stayed, for some seconds. */
  readonly afterwards?: 'must-go' | 'must-stay';
  /** Of a resource that no activity may lead to. */
  readonly neverDelivered: boolean;
};

const usual: PageBehaviour = { api: true, checksVersion: false, terminate: 'now', neverDelivered: false };

const byName: readonly (readonly [RegExp, Partial<PageBehaviour>])[] = [
  [/^AssetLaunchTest\./i, { api: false, terminate: 'never' }],
  [/^APIRTETest1\./i, { checksVersion: true }],
  [/SingleDoTerminate\./i, { terminate: 'unload' }],
  [/^exitAllOnUnload\./i, { terminate: 'unload', unloadRequest: 'exitAll' }],
  [/^suspendAllOnUnload\./i, { terminate: 'unload', unloadRequest: 'suspendAll' }],
  [/^tarAct4OnUnload\./i, { terminate: 'unload', unloadRequest: '{target=activity_4}choice' }],
  [/_exit\./i, { afterwards: 'must-go' }],
  [/_exitall\./i, { afterwards: 'must-stay' }],
  [/TestFail\./i, { neverDelivered: true }],
];

/** @param href a launch address or a path; only its file name counts */
export function behaviourOf(href: string): PageBehaviour {
  const name = (href.split(/[?#]/, 1)[0] ?? '').split('/').at(-1) ?? '';
  return { ...usual, ...byName.find(([pattern]) => pattern.test(name))?.[1] };
}
