export function whyForbidden(from: string, to: string): string | null;
export function whyPackageForbidden(from: string, name: string): string | null;
