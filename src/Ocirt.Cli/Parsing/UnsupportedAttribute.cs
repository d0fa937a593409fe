// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli.Parsing;

/// <summary>
/// An option, or one value of an option, that callers of other runtimes use and that ocirt knows by name but does not
/// carry out: asking for it is an error that says so, and the help leaves it out.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class UnsupportedAttribute : Attribute;
