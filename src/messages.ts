/** Every room's sentences; a key that two rooms use is an error at start. */
import { explainMessages } from './explain';
import { peopleMessages } from './people';
import { httpMessages } from './platform/http';
import { pageMessages, type Catalogue } from './platform/page';
import { libraryMessages } from './scorm/library';
import { adapterMessages } from './scorm/adapter';
import { reportMessages } from './scorm/package';
import { playerMessages } from './scorm/player';

export const catalogues: readonly Catalogue[] = [
  pageMessages,
  httpMessages,
  peopleMessages,
  libraryMessages,
  reportMessages,
  playerMessages,
  adapterMessages,
  explainMessages,
];
