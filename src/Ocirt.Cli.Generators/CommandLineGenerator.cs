// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Ocirt.Cli.Generators;

/// <summary>
/// Makes the parser, the dispatch and the help texts of a class marked with <c>CommandLineDefinitionAttribute</c>
/// from the <c>[Verb]</c>, <c>[Option]</c> and <c>[Value]</c> attributes of its option classes.
/// </summary>
/// <remarks>The result of the pipeline is the source text itself, so an unrelated edit causes no new output.</remarks>
[Generator(LanguageNames.CSharp)]
public sealed class CommandLineGenerator : IIncrementalGenerator
{
    private const string MarkerAttribute = "Ocirt.Cli.Parsing.CommandLineDefinitionAttribute";

    private static readonly DiagnosticDescriptor s_problem = new(
        "OCG001", "The declaration of the command line is wrong", "{0}", "CommandLine", DiagnosticSeverity.Error, true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<(string File, string Source, string Problems)> outputs =
            context.SyntaxProvider.ForAttributeWithMetadataName(
                MarkerAttribute,
                static (_, _) => true,
                static (target, _) => Generate((INamedTypeSymbol)target.TargetSymbol, target.Attributes[0]));
        context.RegisterSourceOutput(outputs, static (production, output) =>
        {
            foreach (string problem in output.Problems.Split(['\n'], StringSplitOptions.RemoveEmptyEntries))
            {
                production.ReportDiagnostic(Diagnostic.Create(s_problem, Location.None, problem));
            }

            if (output.Problems.Length == 0)
            {
                production.AddSource(output.File, SourceText.From(output.Source, Encoding.UTF8));
            }
        });
    }

    private static (string File, string Source, string Problems) Generate(INamedTypeSymbol target, AttributeData marker)
    {
        CommandLineModel model = ModelReader.Read(target, marker);
        string problems = string.Join("\n", model.Problems);
        string source = problems.Length == 0 ? ParserWriter.Write(model) : "";
        return (model.ClassName + ".g.cs", source, problems);
    }
}
