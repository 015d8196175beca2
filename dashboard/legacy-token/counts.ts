/** Numbers with what they count, in the viewer's way of writing them. */
export function callCount(count: number): string {
  return `${inDigits(count)} ${count === 1 ? 'call' : 'calls'}`;
}

export function userCount(count: number): string {
  return `${inDigits(count)} ${count === 1 ? 'user' : 'users'}`;
}

export function inDigits(count: number): string {
  return new Intl.NumberFormat().format(count);
}
