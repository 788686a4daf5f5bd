import { engineFor } from '../../sequencing/core/engine-for';
import { flavour2004 } from './flavour-2004';
import { startPlayer } from './main';

startPlayer(flavour2004, engineFor);
