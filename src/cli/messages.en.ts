/** What the commands say at a terminal. */
export const cliMessages = {
  summaries: {
    packageImport: 'Imports a package and makes a course with an always-open online class of it.',
    launch: 'Gets a person into a class and answers an address that opens the player, once, within ten minutes.',
    attemptShow: 'Shows an attempt: values, sessions, commits, and what it led to.',
    personShow:
      'Shows a person: assignments, competencies, certifications, paths, enrolments; on a day, as it was known then.',
    why: 'Says why a status is what it is: the recorded causes, back to what the content said.',
    processRun: 'Runs a nightly process as if that day were today.',
    messages: 'Lists messages to people.',
    apply: 'Makes what a file describes and what is not there yet.',
  },
  noTenant: (code: string) => `There is no employer with the code ${code}.`,
  noAccount: (username: string) => `There is no account "${username}".`,
  whichEmployer: (username: string, codes: readonly string[]) =>
    `Several employers have an account "${username}": add --tenant with one of ${codes.join(', ')}.`,
  noPerson: (username: string) => `The account "${username}" belongs to no person, so it has no learning.`,
  noClass: (id: string) => `There is no class ${id} that this person may see.`,
  noAttempt: (id: string) => `There is no attempt ${id}.`,
  noEnrolment: (what: string) => `There is no enrolment ${what}.`,
  notHeld: (name: string) => `This person holds no competence "${name}" on that day.`,
  notSubscribed: (title: string) => `This person is not subscribed to "${title}".`,
  notOnPath: (title: string) => `This person is not on a learning path "${title}".`,
  ambiguousCompetence: (name: string) =>
    `Several competencies are called "${name}": give the whole name, with its bars.`,
  badDate: (text: string) => `"${text}" is not a date written YYYY-MM-DD.`,
  dateMissing: 'Say which day: --date YYYY-MM-DD.',
  missing: (option: string) => `${option} is missing.`,
  unknownProcess: (id: string, known: readonly string[]) =>
    `There is no process "${id}" to run. There is: ${known.join(', ')}.`,
  fileUnreadable: (path: string) => `The file ${path} cannot be read.`,
  notJson: (path: string) => `The file ${path} is not JSON.`,
  packageRefused: 'The package was refused:',
  finding: (severity: string, message: string, where: string) =>
    `  ${severity}: ${message}${where === '' ? '' : ` (${where})`}`,
  applyRefused: 'Nothing was changed. In the file:',
  fault: (path: string, problem: string) => `  ${path}: ${problem}`,
  cannotPlay: (refusal: string) => refusals[refusal] ?? `This cannot be played (${refusal}).`,
  catalogueRefused: (what: string, refusal: string) => `The ${what} was refused: ${refusal}.`,
};

const refusals: Readonly<Record<string, string>> = {
  'certification-only': 'This class can be taken through a certification only, and none lets the person in today.',
  'enrolment-not-open': 'Enrolment on this class is not open today.',
  'class-closed': 'This class is closed.',
  'already-completed': 'The course was completed already.',
  'not-online': 'This class is not online: there is nothing to play.',
  'no-place': 'The person has no place in this class.',
  'no-attempt-left': 'No attempt is left.',
  'object-not-found': 'The learning object of this class is not there.',
  'nothing-to-review': 'There is no attempt to look at again.',
};
