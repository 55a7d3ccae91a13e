export async function scrollInWindow() {
  throw new Error('x');
}
