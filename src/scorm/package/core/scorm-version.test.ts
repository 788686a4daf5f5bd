import { describe, expect, test } from 'vitest';
import { takeNotes } from './found';
import { detectVersion, versionSaid } from './scorm-version';
import type { XmlNode } from './xml-tree';

describe('CAM 3.4.1.4: schemaversion', () => {
  test.each([
    ['1.2', '1.2'],
    [' 1.2 ', '1.2'],
    ['SCORM 1.2', '1.2'],
    ['1.2.1', '1.2'],
    ['1.1', '1.2'],
    ['CAM 1.3', '2004 2nd Edition'],
    ['cam  1.3', '2004 2nd Edition'],
    ['1.3', '2004 2nd Edition'],
    ['2004', '2004 2nd Edition'],
    ['2004 2nd Edition', '2004 2nd Edition'],
    ['2004 3rd Edition', '2004 3rd Edition'],
    ['2004 3RD edition', '2004 3rd Edition'],
    ['2004   4th  Edition', '2004 4th Edition'],
    ['SCORM 2004 4th Edition', '2004 4th Edition'],
    ['2.0', undefined],
    ['xyz', undefined],
  ])('%j means %j', (written, version) => {
    expect(versionSaid(written)).toBe(version);
  });
});

function node(name: string, more: Partial<XmlNode> = {}): XmlNode {
  return { name, space: '', attributes: [], text: '', children: [], line: 1, ...more };
}

function detect(root: XmlNode): { version: string; codes: string[] } {
  const notes = takeNotes('imsmanifest.xml');
  return { version: detectVersion(notes, root), codes: notes.found.map((one) => one.code) };
}

describe('CAM 3.4.1.4: without a schemaversion', () => {
  const scormType = (name: string): XmlNode =>
    node('resource', { attributes: [{ name, space: 'adlcp', value: 'sco' }] });
  test.each([
    ['the namespaces of 1.2', node('manifest', { space: 'http://www.imsproject.org/xsd/imscp_rootv1p1p2' }), '1.2'],
    [
      'the namespaces of 2004',
      node('manifest', { children: [node('sequencing', { space: 'http://www.imsglobal.org/xsd/imsss' })] }),
      '2004 3rd Edition',
    ],
    ['scormtype', node('manifest', { children: [scormType('scormtype')] }), '1.2'],
    ['scormType', node('manifest', { children: [scormType('scormType')] }), '2004 3rd Edition'],
    [
      '4th Edition objectives',
      node('manifest', { children: [node('objectives', { space: 'http://www.adlnet.org/xsd/adlseq_v1p3' })] }),
      '2004 4th Edition',
    ],
    ['nothing at all', node('manifest'), '1.2'],
  ])('%s', (_, root, version) => {
    expect(detect(root)).toEqual({ version, codes: ['version-missing'] });
  });

  test('what is said counts more than how it is written, with a warning', () => {
    const metadata = node('metadata', { children: [node('schemaversion', { text: '1.2' })] });
    const root = node('manifest', { space: 'http://www.adlnet.org/xsd/adlcp_v1p3', children: [metadata] });
    expect(detect(root)).toEqual({ version: '1.2', codes: ['version-contradicts'] });
  });
});
