/** Sentences of sign-in and of people. */
export const messages: Record<string, string> = {
  'people.sign-in.title': 'Sign in',
  'people.sign-in.username': 'Username',
  'people.sign-in.password': 'Password',
  'people.sign-in.employer': 'Employer code',
  'people.sign-in.employer.hint': 'Three digits, such as 111. Only needed if we ask for it.',
  'people.sign-in.button': 'Sign in',
  'people.sign-in.wrong': 'The username or password is not right. Check both and try again',
  'people.sign-in.which-employer': 'Two employers use this username. Enter your employer code',
  'people.sign-in.username.missing': 'Enter your username',
  'people.sign-in.password.missing': 'Enter your password',
  'people.sign-in.too-many':
    'There were too many tries. Wait {minutes, plural, one {# minute} other {# minutes}} and try again',
  'people.sign-in.demo': 'Or come in as one of the demonstration people',
  'people.sign-in.demo.hint': 'They are made up. Everyone who can reach this computer can be any of them.',
  'people.sign-in.demo.button': 'Sign in as {name}',
  'people.signed-out.title': 'You are signed out',
  'people.signed-out.text': 'You can close this page. If others use this device, close the browser as well.',
  'people.signed-out.again': 'Sign in again',
};
