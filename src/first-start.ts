/** What an empty database is given before the app serves (SEED). */
import type { Program } from './open-program';
import { policies } from './policies';
import { demoPassword, seedDemo, seedNone, startMessages as say } from './seed';

/** Says on stderr what the person who starts us has to know; stdout carries `Ready:` alone. */
export async function firstStart(program: Program): Promise<void> {
  const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  if (program.config.seed === 'demo') {
    await seedDemo({ ...program, policies }, () => tell(say.demo(demoPassword)));
    return;
  }
  const made = await seedNone(program);
  if (made) tell(say.firstAdministrator(made.username, made.password));
}
