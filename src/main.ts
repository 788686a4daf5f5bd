/** Starts a server process and stops it in order. */
import { startApp, type RunningApp } from './app';
import { starterMessages as say } from './messages.en';
import { ConfigFault, loadConfig, type Config } from './platform/config';
import { isConnectionError, MigrationRefused } from './platform/db';
import { createLog, type Log } from './platform/log';

function explain(error: unknown, config: Config): string {
  const { code, port } = (error ?? {}) as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return say.portTaken(port ?? config.port);
  if (code === 'EADDRNOTAVAIL') return say.addressMissing(config.host);
  if (error instanceof ConfigFault || error instanceof MigrationRefused) return error.message;
  return isConnectionError(error) ? say.databaseAway : say.failed;
}

function stopOnSignals(starting: Promise<RunningApp>, log: Log): void {
  let asked = false;
  const stop = async (): Promise<void> => {
    if (asked) process.exit(1);
    asked = true;
    log.info(say.stopping);
    // A signal during the start waits for it: half-open things are closed by the start itself.
    const running = await starting.catch(() => undefined);
    await running?.stop();
    log.info('stopped');
    process.exit(running === undefined ? 1 : 0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

function main(): void {
  let config: Config;
  try {
    config = loadConfig();
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigFault ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const log = createLog(config.logLevel);
  // The state of the process is unknown then: whoever started us starts us again, and nothing acknowledged is lost.
  const die = (error: unknown): void => {
    log.fatal({ err: error }, 'unexpected');
    log.flush(() => process.exit(1));
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);

  const starting = startApp(config, log, () => process.stdout.write(`${say.ready(config.appUrl)}\n`));
  stopOnSignals(starting, log);
  starting.catch((error: unknown) => {
    log.fatal({ err: error }, 'start failed');
    process.stderr.write(`${explain(error, config)}\n`);
    log.flush(() => process.exit(1));
  });
}

main();
