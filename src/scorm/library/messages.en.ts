/** Every sentence of the content library. */
type Words = { readonly message: string; readonly advice: string };

const again = 'Upload the file again. If it happens a second time, tell the help desk.';

/** What the library has to say about an upload, beside the findings of the package check. */
export const libraryFindings = {
  'version-identical': {
    message: 'This is the same file as the current version ({number}).',
    advice: 'Nothing needs to be done. If you wanted to upload a change, check that you chose the newest file.',
  },
  'object-gone': {
    message: 'The content that this was to be a new version of is no longer there.',
    advice: 'Go back to the content library and upload the file as new content.',
  },
  'disk-full': {
    message: 'The package is in order, but the server has no room left for its files. Nothing was kept.',
    advice: 'Tell an administrator that the disk is full, and upload the file again afterwards.',
  },
  'import-failed': {
    message: 'Something went wrong on our side while the package was stored. Nothing was kept.',
    advice: again,
  },
  'already-in-library': {
    message: 'The same file is in the library already, as “{title}”.',
    advice: 'If you did not mean to have it twice, use the one that is there.',
  },
} as const satisfies Readonly<Record<string, Words>>;

export const messages: Record<string, string> = {
  'library.title': 'Content library',
  'library.intro': 'Content is what a course plays: a SCORM package that you made with an authoring tool.',
  'library.national': 'National',
  'library.national.hint': 'National content: everybody can use it, only the national body can change it.',
  'library.search': 'Search by title',
  'library.search.button': 'Search',
  'library.search.clear': 'Show all content',
  'library.list.caption': 'Content',
  'library.list.title': 'Title',
  'library.list.owner': 'Owner',
  'library.list.scorm': 'SCORM version',
  'library.list.activities': 'Activities',
  'library.list.size': 'Size',
  'library.list.version': 'Version',
  'library.list.updated': 'Updated',
  'library.empty.title': 'There is no content yet',
  'library.empty.text':
    'Export a course from your authoring tool as SCORM 1.2 or SCORM 2004, and upload the zip file here.',
  'library.nothing-found.title': 'No content has “{search}” in its title',
  'library.nothing-found.text': 'Try a shorter word, or look at all content.',
  'library.findings-link': 'What the check looks for',

  'library.upload.title': 'Upload content',
  'library.upload.version.title': 'Upload a new version',
  'library.upload.version.text':
    'Whoever starts from now on gets the new version. Whoever has started already finishes with the version they began.',
  'library.upload.again.title': 'Upload the corrected file',
  'library.upload.name': 'Title',
  'library.upload.name.hint': 'Leave it empty to take the title from the package.',
  'library.upload.file': 'SCORM package',
  'library.upload.file.hint': 'A zip file of {limit} at most, as your authoring tool exports it.',
  'library.upload.button': 'Upload',
  'library.upload.cancel': 'Cancel the upload',
  'library.upload.drop': 'Drag the zip file here, or choose it.',
  'library.upload.file.missing': 'Choose the zip file to upload',
  'library.upload.too-large':
    'The file is larger than {limit}, the most that can be uploaded. Make videos and pictures smaller, or split the course',
  'library.upload.sending': '{sent} of {total} sent',
  'library.upload.checking': 'All sent. The package is being checked.',
  'library.upload.cancelled': 'Cancelled. Nothing was kept.',
  'library.upload.failed': 'The file could not be sent. Check your connection and try again.',

  'library.report.title.accepted': '“{file}” is in the library',
  'library.report.title.refused': '“{file}” cannot be used yet',
  'library.report.title.failed': '“{file}” could not be stored',
  'library.report.title.under-way': 'Looking at “{file}”',
  'library.report.status.accepted': 'Accepted',
  'library.report.status.warnings': 'Accepted with warnings',
  'library.report.status.refused': 'Refused',
  'library.report.status.failed': 'Not stored',
  'library.report.accepted': 'It was checked and stored. Preview it before you put it into a course.',
  'library.report.warnings':
    'It was checked and stored. Some of it may not work as you expect: read the warnings, then preview it.',
  'library.report.refused': 'It was checked and not kept. Below is what is wrong, where, and what to do about it.',
  'library.report.failed': 'This is not the fault of your file.',
  'library.report.checking': 'The package is being checked.',
  'library.report.storing': 'The package is in order. Its files are being stored.',
  'library.report.under-way':
    'You may leave this page: the work goes on, and this address keeps the result. The page looks again by itself every few seconds.',
  'library.report.counts':
    '{errors, plural, =0 {Nothing to put right} one {# thing to put right} other {# things to put right}}, {warnings, plural, =0 {no warnings} one {# warning} other {# warnings}}, {infos, plural, =0 {no notes} one {# note} other {# notes}}.',
  'library.report.file': 'File',
  'library.report.uploaded': 'Uploaded',
  'library.report.next': 'What to do next',
  'library.report.open': 'See what was found in it',
  'library.report.another': 'Upload something else',

  'library.finding.error': 'To put right',
  'library.finding.warning': 'Warning',
  'library.finding.info': 'Note',
  'library.finding.where': 'Where:',
  'library.finding.advice': 'What to do:',
  'library.finding.code': 'Code:',
  'library.findings.title': 'What the check looks for',
  'library.findings.intro':
    'Every upload is checked. A package with something to put right is refused; warnings and notes do not stop it.',
  'library.findings.none': 'The check found nothing to say about this package.',
  'library.findings.caption': 'Everything a report can say',
  'library.findings.code': 'Code',
  'library.findings.severity': 'How grave',
  'library.findings.message': 'What it says',
  'library.findings.advice': 'What to do',
  'library.findings.values': 'Words in {braces} stand for what is found in the package.',

  'library.record.scorm': 'SCORM version',
  'library.record.package-title': 'Title in the package',
  'library.record.version': 'Current version',
  'library.record.version.text': 'Version {number}, uploaded {when}',
  'library.record.activities': 'Activities',
  'library.record.size': 'Size',
  'library.record.size.text': '{size} as a zip, {files, plural, one {# file} other {# files}}',
  'library.record.preview': 'Preview',
  'library.record.preview.hint': 'Plays it as a learner would see it. Nothing is recorded.',
  'library.record.use': 'Use in a course',
  'library.record.rename': 'Change the title',
  'library.record.contents': 'What learners will see',
  'library.record.other-organisations':
    'The package holds {count, plural, one {one other arrangement of its activities, which is} other {# other arrangements of its activities, which are}} not played.',
  'library.record.findings': 'Report of the current version',
  'library.record.versions.caption': 'Versions, newest first',
  'library.record.versions.number': 'Version',
  'library.record.versions.current': '{number} (current)',
  'library.record.versions.file': 'File',
  'library.record.versions.uploaded': 'Uploaded',
  'library.record.versions.download': 'Download',
  'library.record.versions.download.what': 'Download version {number} as it was uploaded',

  'library.activity.sco': 'reports results',
  'library.activity.asset': 'is only shown',
  'library.activity.group': 'group',
  'library.activity.nothing': 'nothing to open',
  'library.activity.hidden': 'not in the contents list',
  'library.activity.launch': 'Opens',
  'library.activity.mastery': 'Passed from {score} %',
  'library.activity.prerequisites': 'Only after: {expression}',
  'library.activity.time-limit': 'Time limit: {limit}',

  'library.rename.title': 'Change the title',
  'library.rename.text':
    'The title is what administrators see when they look for content. Learners see the title of the course.',
  'library.rename.button': 'Save the title',
  'library.rename.missing': 'Enter a title',
  'library.rename.done': 'The title was changed to “{title}”',
};
