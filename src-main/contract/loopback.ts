const names = new Set(['127.0.0.1', '::1', 'localhost']);

/** Whether only this machine reaches an address to listen on. */
export const isLoopback = (host: string): boolean => names.has(host);

/** Why a server does not simply listen where other machines reach it. */
export const whyNotNetwork = (host: string): { message: string; next: string } => ({
  message: `Other machines can reach ${host}, and the server asks nobody for a password.`,
  next: 'Use 127.0.0.1, or add --allow-network if a network that you trust, or a proxy that checks who asks, stands before it.',
});
