import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url. Given to a browser; only its `tokenHash` is stored. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of a token, base64url: what the database keeps, so that reading it signs nobody in. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('base64url');
