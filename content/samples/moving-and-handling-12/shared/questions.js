/*
 * Questions: drawing them as plain form controls, reading the answers, marking.
 *
 * A question is { id, type, prompt, …, why } with one of these types:
 *   choice      options: [['a', 'text'], …], answer: 'b' or ['a', 'c'] (then tick boxes)
 *   true-false  answer: true or false
 *   matching    sources: [['1', 'text'], …], targets: [['a', 'text'], …], answer: { 1: 'b', … }
 *   fill-in     label, answer: ['accepted', 'also accepted']
 *   numeric     label, answer: 6
 */
(function () {
  'use strict';

  /** A small way to build elements: make('p', { class: 'x' }, 'text', child). */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === undefined) continue;
      element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children);
    return element;
  }

  const many = (question) => Array.isArray(question.answer) && question.type === 'choice';

  function options(question) {
    if (question.type === 'true-false') {
      return [
        ['true', 'True'],
        ['false', 'False'],
      ];
    }
    return question.options;
  }

  function choiceFields(question) {
    const type = many(question) ? 'checkbox' : 'radio';
    return options(question).map(([value, text]) =>
      make(
        'div',
        { class: 'option' },
        make('input', { type, name: question.id, id: `${question.id}-${value}`, value }),
        make('label', { for: `${question.id}-${value}` }, text),
      ),
    );
  }

  function matchingFields(question) {
    return question.sources.map(([key, text]) => {
      const id = `${question.id}-${key}`;
      const select = make('select', { id, name: id }, make('option', { value: '' }, 'Choose one'));
      for (const [value, label] of question.targets) select.append(make('option', { value }, label));
      return make('div', { class: 'pair' }, make('label', { for: id }, text), select);
    });
  }

  function textField(question) {
    const id = `${question.id}-text`;
    const input = make('input', {
      type: 'text',
      id,
      name: question.id,
      class: question.type === 'numeric' ? 'short' : false,
      inputmode: question.type === 'numeric' ? 'numeric' : false,
      autocomplete: 'off',
      maxlength: 60,
    });
    return [make('div', { class: 'pair' }, make('label', { for: id }, question.label), input)];
  }

  function fields(question) {
    if (question.type === 'matching') return matchingFields(question);
    if (question.type === 'fill-in' || question.type === 'numeric') return textField(question);
    return choiceFields(question);
  }

  /** The question as a fieldset; `number` stands before the prompt when there are several. */
  function draw(question, number) {
    const prompt = number ? `${number}. ${question.prompt}` : question.prompt;
    const hint = many(question) ? make('p', { class: 'hint' }, 'Choose all that apply.') : '';
    return make(
      'fieldset',
      { class: 'question', id: question.id },
      make('legend', {}, make('h3', {}, prompt)),
      hint,
      ...fields(question),
    );
  }

  /** The first control of a question, to send the keyboard to. */
  const firstControl = (box) => box.querySelector('input, select');

  /** What was answered, or null while something is missing. */
  function read(question, box) {
    const checked = [...box.querySelectorAll('input:checked')].map((input) => input.value);
    if (question.type === 'true-false') return checked.length ? checked[0] === 'true' : null;
    if (question.type === 'choice') {
      if (checked.length === 0) return null;
      return many(question) ? checked : checked[0];
    }
    if (question.type === 'matching') {
      const pairs = question.sources.map(([key]) => [key, box.querySelector(`#${question.id}-${key}`).value]);
      return pairs.every(([, value]) => value) ? Object.fromEntries(pairs) : null;
    }
    const text = box.querySelector('input').value.trim();
    if (question.type !== 'numeric') return text === '' ? null : text;
    const number = Number(text.replace(',', '.'));
    return text === '' || Number.isNaN(number) ? null : String(number);
  }

  /** What to say when `read` found nothing. */
  function missing(question) {
    if (question.type === 'numeric') return 'Enter a number, for example 4';
    if (question.type === 'fill-in') return 'Enter an answer';
    if (question.type === 'matching') return 'Choose an answer for each line';
    return 'Choose an answer';
  }

  /** Puts a kept answer back. */
  function fill(question, box, answer) {
    if (answer === null || answer === undefined) return;
    if (question.type === 'matching') {
      for (const [key, value] of Object.entries(answer)) {
        const select = box.querySelector(`#${question.id}-${key}`);
        if (select) select.value = value;
      }
    } else if (question.type === 'fill-in' || question.type === 'numeric') {
      box.querySelector('input').value = answer;
    } else {
      const values = [].concat(answer).map(String);
      for (const input of box.querySelectorAll('input')) input.checked = values.includes(input.value);
    }
  }

  const plain = (text) => String(text).trim().toLowerCase().replace(/\s+/g, ' ');

  function isRight(question, answer) {
    if (question.type === 'matching') {
      return Object.entries(question.answer).every(([key, value]) => answer[key] === value);
    }
    if (question.type === 'fill-in') return question.answer.map(plain).includes(plain(answer));
    if (question.type === 'numeric') return Number(answer) === question.answer;
    if (many(question)) return [...answer].sort().join() === [...question.answer].sort().join();
    return answer === question.answer;
  }

  /** An answer in words, for the review. */
  function inWords(question, answer) {
    const label = (list, key) => (list.find(([value]) => value === key) || [key, key])[1];
    if (question.type === 'true-false') return answer ? 'True' : 'False';
    if (question.type === 'choice') return [].concat(answer).map((key) => label(question.options, key)).join('; ');
    if (question.type === 'matching') {
      return question.sources.map(([key, text]) => `${text}: ${label(question.targets, answer[key])}`).join('; ');
    }
    return String([].concat(answer)[0]);
  }

  window.Questions = { make, draw, read, missing, fill, isRight, inWords, firstControl };
})();
