import { expect, test } from 'vitest';
import { readManifest } from './manifest-facts';

const manifest = (objectives: string, attributes = '') =>
  Buffer.from(`<?xml version="1.0"?>
<manifest xmlns:imsss="s" xmlns:adlseq="q" xml:base="all/">
  <organizations default="B">
    <organization identifier="A"><title>Another</title></organization>
    <organization identifier="B" ${attributes}><title>  The
      course </title><item><title> A  part</title><imsss:sequencing><imsss:objectives>${objectives}</imsss:objectives></imsss:sequencing></item></organization>
  </organizations>
  <resources xml:base="res/">
    <resource identifier="r" href="Page%20one.htm?x=1" xml:base="deep/"><file href="Page%20one.htm"/><file href="a.css"/></resource>
    <resource identifier="s" xml:base="../common/"><file href="b.js"/></resource>
    <resource identifier="t" href="https://elsewhere.example/"/>
  </resources>
</manifest>`);

test('pages and files are found where their bases put them', async () => {
  const facts = await readManifest(manifest(''));
  expect(facts.title).toBe('The course');
  expect(facts.titles).toEqual(['A part']);
  expect(facts.pages).toEqual(['all/res/deep/Page one.htm']);
  expect(facts.files).toEqual(['all/res/deep/a.css', 'all/common/b.js']);
});

test('a map reads unless it says that it does not, and writes only when it says so', async () => {
  const { reads, writes } = await readManifest(
    manifest(`<imsss:mapInfo targetObjectiveID="one" writeSatisfiedStatus="true" readSatisfiedStatus="false" readNormalizedMeasure="false"/>
      <imsss:mapInfo targetObjectiveID="two"/><adlseq:mapInfo targetObjectiveID="three" writeRawScore=" true "/>`),
  );
  expect([...writes]).toEqual(['one', 'three']);
  expect([...reads]).toEqual(['two', 'three']);
});

test('objectives that are not for the whole system tie nothing together', async () => {
  const map = '<imsss:mapInfo targetObjectiveID="one" writeSatisfiedStatus="true"/>';
  const { reads, writes } = await readManifest(manifest(map, 'adlseq:objectivesGlobalToSystem="false"'));
  expect([reads.size, writes.size]).toEqual([0, 0]);
});

test('what is no manifest is refused', () =>
  expect(readManifest(Buffer.from('<html/>'))).rejects.toThrow('no manifest'));
