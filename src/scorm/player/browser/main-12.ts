import { flavour12 } from './flavour-12';
import { startPlayer } from './main';

startPlayer(flavour12);
