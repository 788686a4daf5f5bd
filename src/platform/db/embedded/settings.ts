/** How the embedded server is set: for two cores shared with the web process, and for keeping what it confirmed. */

/** Settings of the server, given on its command line at every start. */
export function serverSettings(port: number, extra: Readonly<Record<string, string>> = {}): string[] {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '80',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    // A confirmed commit survives a power cut: these two stay on.
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '192MB',
    effective_cache_size: '1GB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    // Parallel plans and compiled queries cost more than they bring where pages share two cores with them.
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    io_workers: '2',
    // A week of logs, each day overwritten in the next week; terse, because details quote people's data.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    ...extra,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Order and case by code points everywhere: no surprise when the system's libraries change. */
export const initSettings = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--username=postgres',
];
