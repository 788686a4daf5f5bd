/** The search for an order of arrival that makes a difference, for four minutes instead of seconds. */
process.env['FAULT_SECONDS'] = '240';
await import('../integration/faults-order.test');

export {};
