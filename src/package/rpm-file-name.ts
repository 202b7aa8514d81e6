/** The package that an RPM file is of, by its name NAME-VERSION-RELEASE.ARCH.rpm. */
export function packageOfRpm(fileName: string): string | undefined {
  return /^(.+)-[^-]+-[^-]+\.\w+\.rpm$/.exec(fileName)?.[1];
}
