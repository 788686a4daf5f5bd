/** Said to the other machine, and to whoever reads its log. */
export const messages: Record<string, string> = {
  'adapter.problem.signature': 'This is not signed with the secret that core and adapter share.',
  'adapter.problem.clock': 'This was sent too long ago, or the clocks of the two machines differ by minutes.',
  'adapter.problem.replayed': 'This was taken before.',
};
