import { createKeys, type Keys } from '../../platform/auth';
import type { Config } from '../../platform/config';

/** The keys that core and adapter share; undefined where there is no remote shape. */
export function sharedKeysOf({ adapterSecret }: Pick<Config, 'adapterSecret'>): Keys | undefined {
  return adapterSecret === undefined ? undefined : createKeys(Buffer.from(adapterSecret, 'utf8'));
}
