import pg from 'pg';
import { words } from './messages.en';

/**
 * Why the role of a DATABASE_URL must not be used: it passes over row-level security. Undefined when it is bound by it.
 * To be asked at start; throws when the database cannot be reached.
 */
export async function whyRoleIsTooMighty(url: string): Promise<string | undefined> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'preceptor check',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string; mighty: boolean }>(
      'SELECT rolname AS name, rolsuper OR rolbypassrls AS mighty FROM pg_roles WHERE rolname = current_user',
    );
    return rows[0]?.mighty ? words.roleTooMighty(rows[0].name) : undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}
