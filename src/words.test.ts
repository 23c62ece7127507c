import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { say, speak, translationOf } from './words.ts';

afterEach(() => speak(undefined));

const greet = (layers: number, time: string): string => say`${layers} layers wait ${time}.`;

test('without a dictionary the English text is said', () => {
  assert.equal(greet(3, '2 ms'), '3 layers wait 2 ms.');
});

test('a dictionary may put the values in another order', () => {
  speak({ '{0} layers wait {1}.': '{1} 동안 레이어 {0}개가 기다립니다.' });
  assert.equal(greet(3, '2 ms'), '2 ms 동안 레이어 3개가 기다립니다.');
});

test('what a dictionary lacks is said in English', () => {
  speak({ 'something else': '다른 것' });
  assert.equal(greet(1, '1 ms'), '1 layers wait 1 ms.');
  assert.equal(translationOf('something else'), '다른 것');
});

test('a value that looks like a placeholder stays what it is', () => {
  assert.equal(say`file ${'{1}'} of ${2}`, 'file {1} of 2');
});

test('braces that hold no number are text', () => {
  assert.equal(say`Expected an object, such as {}.`, 'Expected an object, such as {}.');
});

test('names of the prototype are not translations', () => {
  speak({});
  assert.equal(translationOf('toString'), 'toString');
});
