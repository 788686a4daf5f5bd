/** Configuration of a process; the only reader of `process.env`. */
export { loadConfig, readConfig, type Environment } from './read-config';
export { isLoopback } from './check-hosts';
export { masterSecret } from './secrets';
export { ConfigFault, type Config, type LogLevel, type Mode } from './types';
