/** PostgreSQL refuses to run as root: who runs it instead, and which folders that user can enter. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type User = { readonly name: string; readonly uid: number; readonly gid: number };

// Users that own nothing else come first.
const preferred = ['nobody', 'postgres', 'daemon', 'www-data'];

/** Candidates in order of preference, from the text of /etc/passwd; never root. */
export function unprivilegedUsers(passwd: string): User[] {
  const users = passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    const user = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
    return user.name && user.uid > 0 && user.gid > 0 ? [user] : [];
  });
  const rank = (user: User): number =>
    preferred.includes(user.name) ? preferred.indexOf(user.name) : preferred.length;
  const known = users
    .filter((user) => preferred.includes(user.name) || user.uid >= 1000)
    .sort((a, b) => rank(a) - rank(b));
  return known.length > 0 ? known : [{ name: '65534', uid: 65_534, gid: 65_534 }];
}

/** The users of this machine that could run a server for us. */
export function usersOfThisMachine(): User[] {
  try {
    return unprivilegedUsers(readFileSync('/etc/passwd', 'utf8'));
  } catch {
    return unprivilegedUsers('');
  }
}

/** Whether a user can reach what lies in a folder: every folder on the way may be entered. */
export function canEnter(folder: string, user: Pick<User, 'uid' | 'gid'>): boolean {
  for (let path = realpathSync(folder); ; path = dirname(path)) {
    const { mode, uid, gid } = statSync(path);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path === dirname(path)) return true;
  }
}
