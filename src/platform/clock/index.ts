/** Now and today, always passed in. */
export { clockFromSetting, fileClock, fixedClock, londonDate, systemClock, type Clock } from './clock';
