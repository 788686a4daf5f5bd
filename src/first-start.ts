/** What an empty database is given before the app serves (SEED). */
import type { Program } from './open-program';
import { policies } from './policies';
import { demoPassword, demoPeople, seedDemo, seedNone, startMessages as say } from './seed';

/**
 * Says on stderr what the person who starts us has to know; stdout carries `Ready:` alone.
 * @returns whom the sign-in page offers by a button: nobody, unless this database is the demonstration's
 */
export async function firstStart(program: Program): Promise<typeof demoPeople> {
  const tell = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  if (program.config.seed === 'demo') {
    const demo = await seedDemo({ ...program, policies }, () => tell(say.demo(demoPassword)));
    return demo === 'other-data' ? [] : demoPeople;
  }
  const made = await seedNone(program);
  if (made) tell(say.firstAdministrator(made.username, made.password));
  return [];
}
