/** Messages to people: queued with their cause, shown in the portal, sent by e-mail by a worker. code: the catalogue of DOMAIN 13. */
export { queueMessages, tellOfAwards, type NewMessage } from './queue-messages';
export { messages as notifyMessages } from './messages.en';
export { countUnread } from './inbox';
export { messagePages, messagesPath } from './pages';
