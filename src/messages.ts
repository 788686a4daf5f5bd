/** Every room's sentences; a key that two rooms use is an error at start. */
import { explainMessages } from './explain';
import { certificationMessages } from './learning/certification';
import { enrolmentMessages } from './learning/enrolment';
import { pathMessages } from './learning/path';
import { notifyMessages } from './notify';
import { peopleMessages } from './people';
import { httpMessages } from './platform/http';
import { pageMessages, type Catalogue } from './platform/page';
import { adminMessages, portalMessages } from './portal';
import { libraryMessages } from './scorm/library';
import { adapterMessages } from './scorm/adapter';
import { reportMessages } from './scorm/package';
import { playerMessages } from './scorm/player';
import { stepSentences } from './scorm/sequencing';
import { moveMessages } from './scorm/runtime';

export const catalogues: readonly Catalogue[] = [
  pageMessages,
  httpMessages,
  peopleMessages,
  libraryMessages,
  reportMessages,
  stepSentences,
  playerMessages,
  moveMessages,
  adapterMessages,
  explainMessages,
  enrolmentMessages,
  certificationMessages,
  pathMessages,
  notifyMessages,
  portalMessages,
  ...adminMessages,
];
