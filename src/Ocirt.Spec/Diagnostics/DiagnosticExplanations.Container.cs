// SPDX-License-Identifier: Apache-2.0

namespace Ocirt.Spec.Diagnostics;

/// <content>The container and its mounts.</content>
public static partial class DiagnosticExplanations
{
    private static string ForContainer(DiagnosticId id) => id switch
    {
        DiagnosticId.Missing =>
            "The specification requires the field. Line and column are those of the object that should hold it.",
        DiagnosticId.Empty =>
            "The field is there and holds an empty string, which has no meaning here. Leave the field out where "
            + "it is optional.",
        DiagnosticId.UnknownName =>
            "The specification has a closed list of names for this field. An unknown one is an error, because "
            + "leaving it out could give the container more rights than it should have.",
        DiagnosticId.OutOfRange =>
            "The number fits the field's type, but the kernel or the specification allows a smaller range.",
        DiagnosticId.NotAbsolute =>
            "The path is one inside the container, or of a file that is opened when the current directory is "
            + "unknown, so a relative one has no meaning.",
        DiagnosticId.VersionMalformed =>
            "config.md, Specification version: 'ociVersion' is a semantic version of the form MAJOR.MINOR.PATCH, "
            + "with an optional suffix.",
        DiagnosticId.VersionUnsupported =>
            "Versions 1.x of the specification are compatible with each other. Another major version may give "
            + "the same fields another meaning.",
        DiagnosticId.VersionOld =>
            "Versions before 1.0.0 were drafts. Their fields have the same meaning as far as they still exist, and what does "
            + "not is ignored as any unknown field is; 'ocirt validate' lists those.",
        DiagnosticId.DestinationRelative =>
            "Since version 1.2 of the specification a relative destination is deprecated; runtimes take it as if "
            + "it began with '/'.",
        DiagnosticId.BindWithoutSource =>
            "A bind mount shows an existing file or directory at a second place, and needs to know which. A "
            + "relative source is one below the bundle.",
        DiagnosticId.MountWithoutType =>
            "A mount is either one of a file system, which 'type' names, or a bind mount, which the options "
            + "'bind' or 'rbind' or the type 'bind' ask for. This one is neither.",
        DiagnosticId.MountMappingsIncomplete =>
            "An id-mapped mount has a mapping of users and one of groups. With one half missing, files would "
            + "have owners that nobody expects.",
        DiagnosticId.MountInsideProc =>
            "Files of /proc are how the runtime sets labels and parameters. A mount over one of them could "
            + "redirect what it writes (CVE-2019-16884, CVE-2025-52881). Only files that show numbers, as lxcfs "
            + "provides them, may be covered.",
        DiagnosticId.HostNameTooLong =>
            "The kernel holds host and domain names in 64 bytes.",
        DiagnosticId.HostNameNeedsUts =>
            "Without a uts namespace of its own the container shares the host's names, and setting one would "
            + "rename the host.",
        DiagnosticId.AnnotationIgnored =>
            "Annotations that begin with 'run.oci.' are orders to the runtime crun. This one has no meaning "
            + "here; the container may lack what it asks for.",
        DiagnosticId.AnnotationRefused =>
            "Annotations that begin with 'run.oci.' are orders to the runtime crun. This one is known and not carried out; "
            + "the container could rely on it, so it does not start without it. The page docs/annotations.md lists them all.",
        _ => string.Empty,
    };
}
