import { flavour2004 } from './flavour-2004';
import { startPlayer } from './main';

startPlayer(flavour2004);
