import { expect, test } from 'vitest';
import { readScript } from './script';

const script = (...lines: string[]) =>
  readScript(Buffer.from(['title=X-1', 'start=.', ...lines].join('\r\n'), 'latin1'));
const command = (value: string) => script(`Act1V1.commands.0=${value}`).visits[0]?.commands[0];

test('header and visits are read in the order of lines', () => {
  const read = script(
    'TT=autoTT',
    'Act1V1.CUI=Continue',
    'Act2V1.CUI=Previous',
    'Act1V1.CUI=Choice~Activity 2',
    'Act12bV3.CUI=Exit',
  );
  expect(read).toMatchObject({ title: 'X-1', start: '.', header: { TT: 'autoTT' } });
  expect(read.visits.map(({ label, act, instruction }) => [label, act, instruction])).toEqual([
    ['Act1V1', '1', 'Continue'],
    ['Act2V1', '2', 'Previous'],
    ['Act1V1', '1', 'Choice~Activity 2'],
    ['Act12bV3', '12b', 'Exit'],
  ]);
});

test('numbers of commands are labels only: none is lost, none is sorted', () => {
  const { visits } = script(
    'Act1V1.commands.9=I->->t->0',
    'Act1V1.commands.1=C->a->t->0',
    'Act1V1.commands.1=C->b->t->0',
  );
  expect(visits[0]?.commands.map((one) => [one.label, one.verb])).toEqual([
    ['9', 'initialize'],
    ['1', 'commit'],
    ['1', 'commit'],
  ]);
});

test('a line that ends in a backslash goes on in the next, blanks and all; a comment is one wherever its marks stand', () => {
  const { visits } = script(
    'Act1V1.commands.0=SET->c~LOC!one\\',
    '  two\\',
    'three->t->0',
    'Act1V1.commands.1=I->####->t->0',
  );
  expect(visits[0]?.commands).toHaveLength(1);
  expect(visits[0]?.commands[0]).toMatchObject({ value: 'one  twothree' });
});

test('bytes are Windows-1252, \\u names a character, other backslashes stand for themselves', () => {
  const bytes = Buffer.concat([
    Buffer.from('title=X\nAct1V1.commands.0=SET->c~LOC!'),
    Buffer.from([0x92]),
    Buffer.from('\\u00e9\\util\\n->t->0'),
  ]);
  expect(readScript(bytes).visits[0]?.commands[0]).toMatchObject({ value: '\u2019\u00e9\\util\\n' });
});

test.each([
  ['I->illegal->f->201', { verb: 'initialize', argument: 'illegal', expected: { value: 'false', error: '201' } }],
  ['C->->t->0', { verb: 'commit', argument: '', expected: { value: 'true', error: '0' } }],
  [
    'GET->c~CS->notatt->0',
    { verb: 'get', element: { name: 'cmi.completion_status' }, expected: { value: 'not attempted', error: '0' } },
  ],
  ['GET->->->301', { verb: 'get', element: { name: '' }, expected: { value: '', error: '301' } }],
  ['GET->c->->401', { verb: 'get', element: { name: 'c' } }],
  ['GET->c~OB~01~id->es->351', { verb: 'get', element: { name: 'cmi.objectives.01.id' }, expected: { value: 'es' } }],
  [
    'GET->c~INTR~0~LR!TY.lf->a[.]b->0',
    { element: { name: 'cmi.interactions.0.learner_response' }, interactionType: 'long-fill-in' },
  ],
  ['GET->a~n~rv~N.c->t->0', { element: { name: 'adl.nav.request_valid.continue' } }],
  ['GET->a~n~rv~TY.c~tar~t->f->0', { element: { name: 'adl.nav.request_valid.choice.{target=t}' } }],
  [
    'GET->c~OB~&obj.1&~SS->unk->0',
    { element: { name: 'cmi.objectives.{row}.success_status', row: { collection: 'cmi.objectives', id: 'obj.1' } } },
  ],
  [
    'SET->a~DA~&tarID_1&~STR!x->t->0',
    { element: { name: 'adl.data.{row}.store', row: { collection: 'adl.data', id: 'tarID_1' } } },
  ],
  ['SET->!test->f->351', { verb: 'set', element: { name: '' }, value: 'test' }],
  ['SET->c~LOC!->t->0', { element: { name: 'cmi.location' }, value: '' }],
  ['SET->c~LOC!es->t->0', { value: '' }],
  ['SET->c~LOC!a!b~c->t->0', { value: 'a!b~c' }],
  ['SET->a~n~r!X->t->0', { element: { name: 'adl.nav.request' }, value: 'exit' }],
  ['SET->a~n~r!tar~c~TY.c->t->0', { value: '{target=c}choice' }],
  ['SET->a~n~r!tar~act_~_1~N.j->t->0', { value: '{target=act_~_1}jump' }],
  ['SET->c~SD!x-->y->0->t->0', { value: 'x-', expected: { value: 'true', error: '0' } }],
  ['GES->001->emptyCS->0', { verb: 'error-string', code: '001', expected: { value: 'emptyCS', error: '0' } }],
  ['GeDi->402->less255->0', { verb: 'diagnostic', code: '402' }],
  ['GLE->->201->201', { verb: 'last-error', expected: { value: '201', error: '201' } }],
  ['COI->a,b', { verb: 'objective-ids', ids: ['a', 'b'] }],
])('command %s', (line, expected) => expect(command(line)).toMatchObject(expected));

test('a line without a verb is passed over', () => expect(command('c~INTR~6~CR~0~P!TY.m->a->0')).toBeUndefined());

test('questions are paired with their answers', () => {
  const { visits } = script(
    'Act1V1.UIQ=continue.disabled~toc.enabled.selectable@Activity 2~toc.enabled',
    'Act1V1.UIA=Y~N~N',
  );
  expect(visits[0]?.questions).toEqual([
    { text: 'continue.disabled', kind: 'continue.disabled', expected: 'Y' },
    { text: 'toc.enabled.selectable@Activity 2', kind: 'toc.enabled.selectable', title: 'Activity 2', expected: 'N' },
    { text: 'toc.enabled', kind: 'toc.enabled', expected: 'N' },
  ]);
  expect(() => script('Act1V1.UIQ=a~b', 'Act1V1.UIA=Y')).toThrow('2 questions');
});

test('what is no script is said to be none', () => expect(() => readScript(Buffer.from('hello'))).toThrow('no script'));
