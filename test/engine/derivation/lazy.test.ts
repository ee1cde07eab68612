import { expect, test } from 'vitest';
import { lazyFields, once } from '../../../engine/derivation/lazy.ts';

test('a lazy field is computed when it is first read, and once for each object', () => {
  const asked: number[] = [];
  const withDouble = lazyFields({
    double: (n: number) => {
      asked.push(n);
      return n + n;
    },
  });
  const [two, five] = [withDouble({ name: 'two' }, 2), withDouble({ name: 'five' }, 5)];
  expect(asked).toEqual([]);
  expect([two.double, two.double, five.double]).toEqual([4, 4, 10]);
  expect(asked).toEqual([2, 5]);
});

test('what is written out or copied has the lazy fields too, and nothing else', () => {
  const made = lazyFields({ double: (n: number) => n + n })({ name: 'two' }, 2);
  expect(JSON.stringify(made)).toBe('{"name":"two","double":4}');
  expect(structuredClone({ ...made })).toEqual({ name: 'two', double: 4 });
});

test('the getters are shared, so that none of them keeps an object alive', () => {
  const make = lazyFields({ double: (n: number) => n + n });
  const [one, two] = [1, 2].map((n) => Object.getOwnPropertyDescriptor(make({}, n), 'double')?.get);
  expect(one).toBeTypeOf('function');
  expect(one).toBe(two);
});

test('a value is made once', () => {
  let made = 0;
  const value = once(() => (made += 1));
  expect([value(), value(), made]).toEqual([1, 1, 1]);
});
