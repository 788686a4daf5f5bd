/**
 * Runs in a worker thread with a memory cap: hostile XML may cost this thread, never the program.
 * Takes the decoded text, gives back plain nodes with their lines.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { parseXml, type ParseJob } from './parse-xml';

parentPort?.postMessage(parseXml(workerData as ParseJob));
