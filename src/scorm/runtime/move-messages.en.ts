/** Sentences about attempts under way and a new version. */
export const messages: Record<string, string> = {
  'move.library': 'Content library',
  'move.title': 'Attempts under way',
  'move.none': 'Nobody is in the middle of an older version',
  'move.none.text': 'Whoever starts from now on gets version {number}. There is nothing to decide.',
  'move.intro':
    '{attempts, plural, one {One attempt} other {# attempts}} by {learners, plural, one {one learner} other {# learners}} began on an older version and {attempts, plural, one {is} other {are}} not finished. The current version is {number}.',
  'move.tenants':
    'They are people of {tenants, plural, one {one employer} other {# employers}}. You decide for all of them.',
  'move.playing':
    '{playing, plural, one {One learner has} other {# learners have}} the player open now. Nothing happens to what they are doing: a decision reaches them at their next start.',
  'move.preview': 'What carrying over would keep',
  'move.place': 'Place in the course',
  'move.place.text':
    '{kept, plural, one {# keeps it} other {# keep it}}, {lost, plural, one {# loses it} other {# lose it}}{none, plural, =0 {} other {, # had none yet}}',
  'move.suspend': 'Saved state inside parts',
  'move.suspend.text':
    '{kept, plural, one {kept in # attempt} other {kept in # attempts}}, {lost, plural, one {lost in # attempt} other {lost in # attempts}}',
  'move.losing': 'Learners who lose something',
  'move.losing.text':
    '{count, plural, =0 {nobody} one {# learner has opened a part that is gone} other {# learners have opened a part that is gone}}',
  'move.version': 'Version {number}: {attempts, plural, one {one attempt} other {# attempts}}',
  'move.version.no-data':
    'The two versions are written for different versions of SCORM. Results can be carried over; what content saved inside its parts, and answers, cannot.',
  'move.part': 'Part',
  'move.part.becomes': 'Becomes',
  'move.part.opened': 'Opened in',
  'move.part.saved': 'With saved state',
  'move.match.identifier': 'recognised by its identifier',
  'move.match.address': 'recognised by the page it opens',
  'move.match.title': 'recognised by its title',
  'move.match.lost': 'Gone',
  'move.examples': 'Examples',
  'move.example': 'Attempt {number} on version {version}, begun {started}',
  'move.example.kept': 'Keeps: {parts}',
  'move.example.lost': 'Loses: {parts}',
  'move.example.nothing': 'Nothing was opened yet',
  'move.example.place.kept': 'The place is kept',
  'move.example.place.lost': 'The place is lost: it goes on with the first part that is not done',
  'move.example.place.none': 'There is no place to keep',
  'move.policy': 'What should happen to attempts under way?',
  'move.policy.hint': 'A result that was reached already counts whatever you choose.',
  'move.policy.missing': 'Choose what should happen to attempts under way',
  'move.policy.finish': 'They finish on the version they began',
  'move.policy.finish.hint': 'Nothing changes for them. This is what happens if you decide nothing.',
  'move.policy.carry': 'They are carried over',
  'move.policy.carry.hint':
    'At their next start they go on with the new version, with everything the table shows as kept.',
  'move.policy.restart': 'They begin again',
  'move.policy.restart.hint':
    'At their next start they begin the new version from nothing. The old attempt stays on record.',
  'move.button': 'Decide',
  'move.button.hint':
    'You can take it back with one click. Attempts that have been played on the new version by then stay there.',
  'move.decided.carry': 'Carried over at the next start',
  'move.decided.restart': 'Begin again at the next start',
  'move.decided': 'Decision',
  'move.decided.when': 'Decided on',
  'move.decided.attempts': 'Attempts',
  'move.decided.progress': '{moved} of {attempts} have gone to version {number}',
  'move.decided.waiting': 'Wait for their next start',
  'move.decided.replaced': 'Taken over by a later decision',
  'move.undo.title': 'Take it back',
  'move.undo.text':
    '{back, plural, =0 {No attempt} one {One attempt} other {# attempts}} would stay on or go back to the old version. {played, plural, =0 {None has} one {One has} other {# have}} been played on the new version and would stay there.',
  'move.undo.button': 'Take the decision back',
  'move.done.finish': 'Attempts under way finish on the version they began',
  'move.done.carry': '{attempts, plural, one {One attempt is} other {# attempts are}} carried over at the next start',
  'move.done.restart': '{attempts, plural, one {One attempt begins} other {# attempts begin}} again at the next start',
  'move.undone':
    'The decision was taken back: {returned, plural, =0 {no attempt is} one {one attempt is} other {# attempts are}} on the old version again, {stayed, plural, =0 {none stays} one {one stays} other {# stay}} on the new one because it was played there',
  'move.refused.other-version': 'A newer version came meanwhile. Look at what it means and decide again',
  'move.refused.decided-already': 'Somebody has decided this already',
  'move.refused.nothing-under-way': 'No attempt is under way on an older version any more',
  'move.refused.nothing-to-undo': 'There is no decision to take back',
};
