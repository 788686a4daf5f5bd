/** E-mail: by SMTP, or into files where there is no mail server. */
export { openMail, type Mail, type MailTransport } from './open-mail';
