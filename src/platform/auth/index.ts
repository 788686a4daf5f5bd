/**
 * Signing, passwords, tokens, cookies, rate limits. No tables of its own: accounts and sessions live in `people`.
 *
 * - ticket: a short signed text with a purpose and an expiry.
 * - token: a random text; the database keeps only its hash.
 * - label: a keyed hash that can stand in a host name.
 */
export { createKeys, equalText, type Keys } from './keys';
export { hashPassword, verifyPassword } from './password';
export { randomToken, tokenHash } from './token';
export { cookieName, readCookie, setCookie, type CookieOptions } from './cookies';
export { createRateLimit, type RateLimit, type RateLimitOptions } from './rate-limit';
