/** Every sentence the package check says. */
import type { FindingCode } from './core/found';
import { doctorMessages } from './doctor/messages.en';

type Words = { readonly message: string; readonly advice: string };

const EXPORT_AGAIN = 'Export the package again from your authoring tool and upload the new file.';
const NO_ACTION = 'Nothing needs to be done.';
const PACK_AGAIN =
  'Pack the folder again with an ordinary zip program, without changing names or adding special files.';
const TRY_IT = 'Preview the package to see that it plays as you expect.';

export const findingMessages: Readonly<Record<FindingCode, Words>> = {
  'zip-not-a-zip': {
    message: 'This file is not a zip file.',
    advice: 'Upload the .zip file that your authoring tool exports for SCORM.',
  },
  'zip-truncated': {
    message: 'The zip file is cut off: its end is missing.',
    advice: 'The upload or download was probably interrupted. Get the file again and upload it once more.',
  },
  'zip-damaged': { message: 'The zip file is damaged and cannot be read.', advice: EXPORT_AGAIN },
  'zip-empty': { message: 'The zip file is empty.', advice: EXPORT_AGAIN },
  'zip-encrypted': {
    message: 'A file in the package is protected by a password.',
    advice: 'Make the zip file without a password.',
  },
  'zip-method-unsupported': {
    message: 'A file is packed in a way that is not supported (method {method}).',
    advice: 'Use the ordinary zip setting, called “deflate” or “normal”.',
  },
  'zip-too-many-entries': {
    message: 'The package holds {count} files; the limit is {limit}.',
    advice: 'Leave out files that the course does not use, or split the course.',
  },
  'zip-too-big': {
    message: 'Unpacked, this comes to {size}; the limit is {limit}.',
    advice: 'Make videos and pictures smaller, or split the course.',
  },
  'zip-bomb': {
    message: 'A small file claims to unpack to a very large one ({packed} to {size}), as an attack would.',
    advice: 'Find out where this file comes from. If it is genuine, replace the huge empty file by a smaller one.',
  },
  'zip-overlap': { message: 'Files inside the zip share the same data, as an attack would.', advice: PACK_AGAIN },
  'entry-outside': { message: 'A file name leads outside the package (“..”).', advice: PACK_AGAIN },
  'entry-absolute': { message: 'A file name begins at the root of a disk.', advice: PACK_AGAIN },
  'entry-drive-letter': { message: 'A file name begins with a drive letter.', advice: PACK_AGAIN },
  'entry-name-unusable': {
    message: 'A file has a name that cannot be used: it is empty or contains control characters.',
    advice: 'Rename the file and pack the folder again.',
  },
  'entry-name-too-long': {
    message: 'A file name is too long.',
    advice: 'Shorten the names of folders and files and pack again.',
  },
  'entry-link': {
    message: 'The package contains a link instead of a file.',
    advice: 'Replace the link by the file itself and pack again.',
  },
  'entry-device': { message: 'The package contains a special file, such as a device.', advice: PACK_AGAIN },
  'entry-duplicate': { message: 'The package contains the same file name twice.', advice: PACK_AGAIN },
  'entry-file-and-folder': {
    message: 'A name is used for a file and for a folder.',
    advice: 'Rename one of them and pack again.',
  },
  'entry-size-lies': { message: 'A file is not as large as the zip says.', advice: EXPORT_AGAIN },
  'entry-damaged': { message: 'A file inside the zip is damaged.', advice: EXPORT_AGAIN },
  'entry-case-duplicate': {
    message: 'This name differs from “{other}” only in upper and lower case.',
    advice: 'Both are kept. Rename one of them if the course shows the wrong one.',
  },
  'names-backslash': {
    message: '{count} names use backslashes, as some Windows programs write them. They were read as folders.',
    advice: NO_ACTION,
  },
  'names-encoding-guessed': {
    message: '{count} names with special letters do not say how they are encoded. They were read as {page}.',
    advice: 'If pictures or pages are missing, rename the files with plain letters and pack again.',
  },
  'files-ignored': { message: '{count} files that an operating system left behind were ignored.', advice: NO_ACTION },
  'manifest-missing': {
    message: 'There is no imsmanifest.xml in the package, so it is not a SCORM package.',
    advice:
      'In your authoring tool choose the export for an LMS, SCORM 1.2 or SCORM 2004, and upload that file without unpacking it.',
  },
  'standard-not-supported': {
    message: 'This is a package of another standard (AICC, cmi5 or xAPI), not SCORM.',
    advice: 'In your authoring tool choose SCORM 1.2 or SCORM 2004 as the format.',
  },
  'manifest-too-large': {
    message: 'The manifest is larger than {limit} KB.',
    advice: 'Export again without listing every single file, or split the course.',
  },
  'manifest-not-well-formed': {
    message: 'The manifest is not well-formed XML: {detail}',
    advice: 'Correct the manifest at this line. A frequent cause is “&” written without “amp;”.',
  },
  'manifest-doctype': {
    message: 'The manifest declares a document type with definitions of its own, as an attack would.',
    advice: 'Remove the <!DOCTYPE …> from the manifest.',
  },
  'manifest-too-deep': { message: 'Elements in the manifest are nested too deeply.', advice: EXPORT_AGAIN },
  'manifest-too-many-elements': {
    message: 'The manifest has too many elements.',
    advice: 'Split the course into several packages.',
  },
  'manifest-grows': {
    message: 'The parts of the manifest refer to each other so often that the course would grow beyond all measure.',
    advice:
      'Look at items that all use the same sub-manifest or the same long list of sequencing rules, and at very long xml:base values.',
  },
  'manifest-too-heavy': {
    message: 'Reading the manifest took too much time or memory.',
    advice: 'Split the course into several packages.',
  },
  'manifest-not-a-manifest': {
    message: 'The imsmanifest.xml does not contain a manifest but “{name}”.',
    advice: EXPORT_AGAIN,
  },
  'manifest-nothing-to-launch': {
    message: 'The manifest names nothing that could be opened: no item leads to a resource with an address.',
    advice: EXPORT_AGAIN,
  },
  'manifest-launch-files-missing': {
    message: 'None of the pages that the manifest names is in the package.',
    advice: 'Pack the contents of the course folder with all its files, and imsmanifest.xml at the top.',
  },
  'manifest-in-folder': {
    message: 'The manifest is not at the top of the zip but in a folder. The course was read from that folder.',
    advice: 'Next time pack the contents of the folder, not the folder itself.',
  },
  'manifest-several': {
    message: 'There is another manifest beside the one that was read ({taken}).',
    advice: 'If these are several courses, pack and upload each by itself.',
  },
  'manifest-name-case': { message: 'The manifest should be called imsmanifest.xml, in lower case.', advice: NO_ACTION },
  'manifest-doctype-ignored': { message: 'The manifest names a document type. It was ignored.', advice: NO_ACTION },
  'manifest-encoding-guessed': {
    message: 'The manifest is not in the encoding it declares ({declared}). It was read as {used}.',
    advice: 'Check the titles below for wrong letters. Save the manifest as UTF-8 if there are any.',
  },
  'manifest-encoding': { message: 'The manifest is written in {encoding}.', advice: NO_ACTION },
  'manifest-prefix-undeclared': {
    message: 'The manifest uses the prefix “{detail}” without declaring it.',
    advice: TRY_IT,
  },
  'version-missing': {
    message: 'The manifest does not say which version of SCORM it is. It was taken for SCORM {version}.',
    advice: TRY_IT,
  },
  'version-unknown': {
    message: 'The manifest gives an unknown version of SCORM (“{written}”). It was taken for SCORM {version}.',
    advice: TRY_IT,
  },
  'version-contradicts': {
    message: 'The manifest says SCORM {version} but is written in the style of SCORM {seen}.',
    advice: TRY_IT,
  },
  'organisations-none': {
    message: 'The manifest has no table of contents. Its {count} resources are played in their order.',
    advice: TRY_IT,
  },
  'organisations-several': {
    message: 'The package has {count} organisations. The default one is played.',
    advice: NO_ACTION,
  },
  'organisation-default-broken': {
    message: 'The default organisation “{wanted}” does not exist. “{taken}” was taken instead.',
    advice: TRY_IT,
  },
  'organisation-default-empty': {
    message: 'The default organisation has nothing to open. “{taken}” was taken instead.',
    advice: TRY_IT,
  },
  'title-missing': {
    message: 'There is no title for “{identifier}”.',
    advice: 'Learners see the identifier instead. Give it a title in your authoring tool.',
  },
  'identifier-missing': {
    message: 'Something in the table of contents has no identifier. It was given “{identifier}”.',
    advice: NO_ACTION,
  },
  'identifier-duplicate': {
    message: 'The identifier “{identifier}” is used more than once. This one became “{given}”.',
    advice: TRY_IT,
  },
  'identifier-too-long': {
    message: 'The identifier “{identifier}” is longer than {limit} characters. Only its beginning was kept.',
    advice: TRY_IT,
  },
  'item-without-resource': { message: '“{title}” has nothing to open. It is shown as a heading.', advice: NO_ACTION },
  'item-resource-unknown': {
    message: '“{title}” refers to “{reference}”, which the manifest does not have.',
    advice: 'Learners cannot open it. Export the package again.',
  },
  'item-resource-not-launchable': {
    message: '“{title}” leads to the resource “{resource}”, which has no address to open.',
    advice: 'Learners cannot open it. Export the package again.',
  },
  'item-hidden': { message: '“{title}” is hidden from the table of contents.', advice: NO_ACTION },
  'submanifest-used': {
    message: 'The contents of the sub-manifest “{reference}” were put in at this place.',
    advice: NO_ACTION,
  },
  'submanifest-loop': {
    message:
      'The sub-manifest “{reference}” contains itself, or makes the course too large or too deep. It was left out here.',
    advice: EXPORT_AGAIN,
  },
  'resource-type-missing': {
    message: 'The manifest does not say whether “{resource}” reports results. It is treated as if it did.',
    advice: 'If the page never reports, it will not be completed: set its type to “asset”.',
  },
  'resources-assets-only': {
    message: 'No part of this package reports results. Opening a part completes it.',
    advice: 'If you expect scores or progress, export it as SCORM with tracking.',
  },
  'dependency-unknown': {
    message: 'A resource depends on “{reference}”, which the manifest does not have.',
    advice: TRY_IT,
  },
  'launch-file-missing': {
    message: 'The page of “{title}” is not in the package: {href}',
    advice: 'Learners cannot open this part. Add the file and pack again.',
  },
  'launch-remote': {
    message: '“{title}” opens a page on another site: {href}',
    advice: 'It cannot report results from there. Put the page into the package if results are needed.',
  },
  'launch-address-unusable': {
    message: 'The address of “{title}” cannot be opened: {href}',
    advice: 'Only files of the package and addresses with http or https can be opened.',
  },
  'launch-outside': {
    message: 'The address of “{title}” leads outside the package: {href}',
    advice: 'Put the file below the folder of the manifest.',
  },
  'launch-type-unusual': {
    message: '“{title}” opens a file that browsers may not show: {file}',
    advice: 'Use an HTML page to open it from.',
  },
  'launch-server-page': {
    message: '“{title}” opens a page that needs a program on the server, which does not run here: {file}',
    advice: 'Replace it by an HTML page.',
  },
  'launch-flash': {
    message: '“{title}” opens a Flash file, which no browser plays any more: {file}',
    advice: 'Publish the content as HTML5.',
  },
  'href-mended': {
    message: 'The manifest writes “{href}”; the file is called “{file}”. That file is used.',
    advice: 'Correct the name for systems that are stricter.',
  },
  'file-missing': {
    message: 'The manifest lists a file that is not in the package: {href}',
    advice: 'Add the file if the course needs it; otherwise nothing needs to be done.',
  },
  'files-unlisted': {
    message: '{count} files are in the package but not in the manifest, for example {example}. They are kept.',
    advice: NO_ACTION,
  },
  'metadata-missing': {
    message: 'The file with the description of the course is not in the package: {href}',
    advice: NO_ACTION,
  },
  'sequencing-reference-unknown': {
    message: 'The sequencing rules “{reference}” that an item refers to do not exist.',
    advice: EXPORT_AGAIN,
  },
  'value-invalid': {
    message: '“{value}” is not a valid value of {name}. It was left out.',
    advice: 'Correct the value if the course should behave by it.',
  },
  ...doctorMessages,
  'more-of-these': { message: 'There are {count} more findings of the kind {of}.', advice: NO_ACTION },
};

/** The report of `package check` on a terminal. */
export const reportMessages = {
  accepted: 'Accepted',
  acceptedWithWarnings: 'Accepted with warnings',
  refused: 'Refused',
  summary: '{version} · {title} · {files} files, {size}',
  contents: 'Contents',
  findings: 'Findings',
  whatToDo: 'What to do: {advice}',
  error: 'Error',
  warning: 'Warning',
  info: 'Note',
  scorm: 'SCORM {version}',
  unknownVersion: 'Not a SCORM package',
  nothingToOpen: 'nothing to open',
  notFound: 'The file cannot be read: {file}',
  usage: 'FILE.zip [--json]',
  summaryOfCommand:
    'Says whether a SCORM package would be accepted, and what there is to say about it. Needs no database.',
} as const;
