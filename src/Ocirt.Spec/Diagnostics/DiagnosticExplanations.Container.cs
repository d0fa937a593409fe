// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Spec.Diagnostics;

/// <content>The container and its mounts.</content>
public static partial class DiagnosticExplanations
{
    private static ReadOnlySpan<byte> ForContainer(DiagnosticId id) => id switch
    {
        DiagnosticId.Missing =>
            "The specification requires the field. Line and column are those of the object that should hold it."u8,
        DiagnosticId.Empty =>
            "The field is there and holds an empty string, which has no meaning here. Leave the field out where "u8
            + "it is optional."u8,
        DiagnosticId.UnknownName =>
            "The specification has a closed list of names for this field. An unknown one is an error, because "u8
            + "leaving it out could give the container more rights than it should have."u8,
        DiagnosticId.OutOfRange =>
            "The number fits the field's type, but the kernel or the specification allows a smaller range."u8,
        DiagnosticId.NotAbsolute =>
            "The path is one inside the container, or of a file that is opened when the current directory is "u8
            + "unknown, so a relative one has no meaning."u8,
        DiagnosticId.VersionMalformed =>
            "config.md, Specification version: 'ociVersion' is a semantic version of the form MAJOR.MINOR.PATCH, "u8
            + "with an optional suffix."u8,
        DiagnosticId.VersionUnsupported =>
            "Versions 1.x of the specification are compatible with each other. Another major version may give "u8
            + "the same fields another meaning."u8,
        DiagnosticId.VersionOld =>
            "Versions before 1.0.0 were drafts. Their fields have the same meaning as far as they still exist, and what does "u8
            + "not is ignored as any unknown field is; 'ocirt validate' lists those."u8,
        DiagnosticId.DestinationRelative =>
            "Since version 1.2 of the specification a relative destination is deprecated; runtimes take it as if "u8
            + "it began with '/'."u8,
        DiagnosticId.BindWithoutSource =>
            "A bind mount shows an existing file or directory at a second place, and needs to know which. A "u8
            + "relative source is one below the bundle."u8,
        DiagnosticId.MountWithoutType =>
            "A mount is either one of a file system, which 'type' names, or a bind mount, which the options "u8
            + "'bind' or 'rbind' or the type 'bind' ask for. This one is neither."u8,
        DiagnosticId.MountMappingsIncomplete =>
            "An id-mapped mount has a mapping of users and one of groups. With one half missing, files would "u8
            + "have owners that nobody expects."u8,
        DiagnosticId.MountInsideProc =>
            "Files of /proc are how the runtime sets labels and parameters. A mount over one of them could "u8
            + "redirect what it writes (CVE-2019-16884, CVE-2025-52881). Only files that show numbers, as lxcfs "u8
            + "provides them, may be covered."u8,
        DiagnosticId.HostNameTooLong =>
            "The kernel holds host and domain names in 64 bytes."u8,
        DiagnosticId.HostNameNeedsUts =>
            "Without a uts namespace of its own the container shares the host's names, and setting one would "u8
            + "rename the host."u8,
        DiagnosticId.AnnotationIgnored =>
            "Annotations that begin with 'run.oci.' are orders to the runtime crun. This one has no meaning "u8
            + "here; the container may lack what it asks for."u8,
        DiagnosticId.AnnotationRefused =>
            "Annotations that begin with 'run.oci.' are orders to the runtime crun. This one is known and not carried out; "u8
            + "the container could rely on it, so it does not start without it. The page docs/annotations.md lists them all."u8,
        _ => default,
    };
}
