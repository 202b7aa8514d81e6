export async function rpm(_directory: string, _options: object): Promise<string> {
  return '';
}
