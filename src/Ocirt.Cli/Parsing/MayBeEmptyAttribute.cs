// SPDX-License-Identifier: Apache-2.0

using System;

namespace Ocirt.Cli.Parsing;

/// <summary>An option that takes text and whose empty value means the same as leaving it out.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MayBeEmptyAttribute : Attribute;
