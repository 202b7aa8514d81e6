import { Option } from 'commander';
import type { Command } from 'commander';
import type { Architecture } from '../architectures.ts';
import { ARCHITECTURES } from '../architectures.ts';
import type { ExitStatus } from '../errors.ts';
import { createProgress } from '../progress.ts';
import { IMAGE_FORMATS } from '../release/image-formats.ts';
import type { ImageFormat } from '../release/image-formats.ts';
import { writeLines } from '../terminal.ts';
import type { Terminal } from '../terminal.ts';
import type { VerifyOptions } from '../verify/verify-release.ts';
import { PROGRAM } from '../version.ts';
import { collectPairs } from './flag-values.ts';

/**
 * Adds the commands of build machines.
 * @param finish told the exit status of a command that ran to its end
 */
export function addPackagingCommands(
  program: Command,
  terminal: Terminal,
  finish: (status: ExitStatus) => void,
): void {
  program
    .command('init')
    .summary('write the first component.yaml of a new component')
    .description(
      'Inspects an upstream source, finds out what kind it is, and writes a component.yaml that rebase takes, with ' +
        'suggestions for what MicroShift needs otherwise.',
    )
    .argument('<name>', "the component's name: a-z, 0-9 and -")
    .requiredOption(
      '--source <ref>',
      'a directory, a file, https://..., oci:PATH[:TAG] or docker://REF',
    )
    .option('--out <dir>', "the component's directory (default: one with a number in manifests.d)")
    .action(async (name: string, flags: { source: string; out?: string }) => {
      const { init } = await import('../commands/init.ts');
      const { formatProblems } = await import('../errors.ts');
      const { formatFindings } = await import('../findings.ts');
      const { output, notes, problems } = await init({ name, ref: flags.source, out: flags.out });
      const settle =
        problems.length === 0 ? [] : ['rebase will not take it before this is settled:'];
      writeLines(terminal.stderr, [
        ...formatFindings(notes),
        ...settle,
        ...formatProblems(problems),
      ]);
      terminal.stdout.write(output);
    });

  program
    .command('rebase')
    .summary('make a release directory of a component and its upstream sources')
    .description(
      'Loads the sources of a component, converts and assembles them, and writes a release ' +
        'directory: tree, release information, spec file, lock and report.',
    )
    .argument('<component-dir>', 'the directory that holds component.yaml')
    .option(
      '--source <name=ref...>',
      'where a source is: a directory, a file, https://..., oci:PATH[:TAG] or docker://REF',
      collectPairs,
    )
    .option(
      '--image <key=reference...>',
      "fill in or override an image, by its container's name",
      collectPairs,
    )
    .option('--no-resolve', 'ask no registry for the digests of images')
    .option('--accept <id...>', 'go on in spite of findings, by their names')
    .option('--check', 'write nothing, and end 6 if the directory is out of date', false)
    .requiredOption('--out <dir>', 'absent, empty, or written by an earlier rebase')
    .action(async (componentDirectory: string, flags: RebaseFlags) => {
      const { rebase } = await import('../commands/rebase.ts');
      const { findingsError, formatFindings } = await import('../findings.ts');
      const { resolveImages } = await import('../registry/resolve-image.ts');
      const { output, settled } = await rebase({
        componentDirectory,
        sources: flags.source ?? new Map(),
        images: flags.image ?? new Map(),
        accept: flags.accept ?? [],
        out: flags.out,
        check: flags.check,
        resolveImages: flags.resolve ? resolveImages : undefined,
        program: PROGRAM,
      });
      writeLines(terminal.stderr, formatFindings(settled.notes));
      terminal.stdout.write(output);
      if (settled.stopping.length > 0) throw findingsError(settled.stopping);
    });

  program
    .command('verify')
    .summary('look at a release directory by itself')
    .description(
      'Checks the files of a release against its lock, the references between its objects, and its ' +
        'custom resources against the schemas of their CRDs. Ends 2 where something is wrong.',
    )
    .argument('<dir>', 'written by rebase')
    .option('--require-digests', 'take an image with a tag and no digest for an error', false)
    .action(async (directory: string, options: VerifyOptions) => {
      const { verify } = await import('../commands/verify.ts');
      const { text, status } = await verify(directory, options);
      terminal.stdout.write(text);
      finish(status);
    });

  program
    .command('images')
    .summary('say which images a device needs, and why')
    .argument('<dir>', 'written by rebase')
    .addOption(
      new Option(
        '--format <format>',
        'a table with reasons, a plain list, or what composes an OS image takes',
      )
        .choices(IMAGE_FORMATS)
        .default('table'),
    )
    .addOption(new Option('--arch <arch>', "an architecture's own images").choices(ARCHITECTURES))
    .action(async (directory: string, flags: { format: ImageFormat; arch?: Architecture }) => {
      const { images } = await import('../commands/images.ts');
      terminal.stdout.write(await images(directory, flags.format, flags.arch));
    });

  program
    .command('embed')
    .summary('copy the images that a device needs into a directory of an OS image')
    .description(
      'Copies the images of a release, in the form in which MicroShift takes them at boot, and lists ' +
        'them in PATH/image-list.txt. What is there and right is not copied again.',
    )
    .argument('<dir>', 'written by rebase')
    .requiredOption('--to <path>', "the OS image's /usr/lib/containers/storage")
    .addOption(
      new Option('--arch <arch>', "the device's architecture")
        .choices(ARCHITECTURES)
        .makeOptionMandatory(),
    )
    .action(async (directory: string, flags: { to: string; arch: Architecture }) => {
      const { embed } = await import('../commands/embed.ts');
      const progress = createProgress(terminal.stderr);
      const registry = { environment: terminal.environment };
      const options = { architecture: flags.arch, registry, progress };
      terminal.stdout.write(await embed(directory, flags.to, options));
    });

  program
    .command('rpm')
    .summary("build a release directory's RPMs")
    .description(
      'Runs rpmbuild on a release directory: the packages of the component and of this program, ' +
        'into DIR/rpms.',
    )
    .argument('<dir>', 'written by rebase')
    .option('--version <version>', "the packages' version (default: the component's)")
    .option('--release <release>', "the packages' release", '1')
    .option('--no-program', 'leave out the package of this program')
    .action(async (directory: string, flags: RpmFlags) => {
      const { rpm } = await import('../commands/rpm.ts');
      const { formatManual } = await import('../manual/format-manual.ts');
      const progress = createProgress(terminal.stderr);
      const manual = flags.program ? formatManual(program, PROGRAM.version) : undefined;
      terminal.stdout.write(await rpm(directory, { ...flags, manual, built: PROGRAM, progress }));
    });
}

type RebaseFlags = {
  source?: Map<string, string>;
  image?: Map<string, string>;
  accept?: string[];
  resolve: boolean;
  check: boolean;
  out: string;
};
type RpmFlags = { version?: string; release: string; program: boolean };
