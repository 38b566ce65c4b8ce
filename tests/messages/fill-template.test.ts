import { describe, expect, it } from 'vitest';
import { factNames, fillTemplate, type MessageFacts } from '../../src/messages/fill-template.js';

const fill = (template: string, facts: MessageFacts = {}) =>
  fillTemplate(template, facts, { loud: (value) => value.toUpperCase() });

describe('fillTemplate', () => {
  it.each<[string, MessageFacts, string]>([
    ['Hello {name}', { name: 'you' }, 'Hello you'],
    ['Hello {name|loud}', { name: 'you' }, 'Hello YOU'],
    ['Hello {name|unknown}', { name: 'you' }, 'Hello you'],
    ['{names|loud}', { names: ['a', 'b'] }, 'A, B'],
    ['{n:image:images}', { n: 1 }, '1 image'],
    ['{n:image:images}', { n: 0 }, '0 images'],
    ['{{digest:2}}/{x}', { x: 'y' }, '{digest:2}/y'],
    ['yes {flag}', { flag: false }, 'yes false'],
  ])('%j with %j is %j', (template, facts, expected) => {
    expect(fill(template, facts)).toBe(expected);
  });

  it.each<[string, MessageFacts, string]>([
    ['at[[ {host}]][[:{port}]]', { host: 'h' }, 'at h'],
    ['at[[ {host}:{port}]]', { host: 'h' }, 'at'],
    ['at[[ {host}]]', { host: '' }, 'at'],
    ['at[[ {hosts}]]', { hosts: [] }, 'at'],
    ['at {host}', {}, 'at …'],
  ])('%j with %j leaves out what is missing', (template, facts, expected) => {
    expect(fill(template, facts)).toBe(expected);
  });

  it('does not read a fact as a template', () => {
    expect(fill('{a}', { a: '{b} [[x]] {{c}}', b: 'no' })).toBe('{b} [[x]] {{c}}');
  });

  it('makes visible what a fact from outside could do to a terminal', () => {
    expect(fill('{url}', { url: 'a\u001b[2Jb\r\nc\u202egnp' })).toBe('a\\u001b[2Jb\\u000d\\u000ac\\u202egnp');
  });
});

describe('factNames', () => {
  it('names what a template asks for, and no literal', () => {
    expect(factNames('{a} {b|loud} {c:x:y} {{d}} [[{e}]]')).toEqual(['a', 'b', 'c', 'e']);
  });
});
