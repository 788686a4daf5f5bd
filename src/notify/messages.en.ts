/** What messages to people say, and the inbox they stand in. */
export const messages: Record<string, string> = {
  'notify.inbox.title': 'Messages',
  'notify.inbox.new': 'New',
  'notify.inbox.more': 'See why',
  'notify.inbox.read-all': 'Mark all as read',
  'notify.inbox.empty': 'You have no messages',
  'notify.inbox.empty.text': 'We tell you here when something on your learning record changes.',
  'notify.message.N-03': '{title} is on your record{has_until, select, yes {, valid until {until}} other {}}.',
  'notify.message.other': 'Something on your learning record has changed.',
};
