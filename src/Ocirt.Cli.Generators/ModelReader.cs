// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ocirt.Cli.Generators;

/// <summary>Reads the attributes of the option classes into a <see cref="CommandLineModel"/>.</summary>
internal static class ModelReader
{
    private static readonly SymbolDisplayFormat s_fullName = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <summary>Reads the definition class <paramref name="target"/>.</summary>
    public static CommandLineModel Read(INamedTypeSymbol target, AttributeData marker)
    {
        var model = new CommandLineModel
        {
            Namespace = target.ContainingNamespace.ToDisplayString(),
            ClassName = target.Name,
            Program = Named(marker, "Program") ?? "",
            Summary = Named(marker, "Summary") ?? "",
        };
        foreach (KeyValuePair<string, TypedConstant> argument in marker.NamedArguments)
        {
            if (argument.Key == "Globals" && argument.Value.Value is INamedTypeSymbol globals)
            {
                model.Globals.OptionsType = globals.ToDisplayString(s_fullName);
                ReadOptions(globals, model.Globals, model.Problems);
            }
            else if (argument.Key == "Commands")
            {
                foreach (TypedConstant command in argument.Value.Values)
                {
                    ReadCommand((INamedTypeSymbol)command.Value!, model);
                }
            }
        }

        return model;
    }

    private static void ReadCommand(INamedTypeSymbol type, CommandLineModel model)
    {
        INamedTypeSymbol? contract = type.AllInterfaces.FirstOrDefault(i => i.Name == "ICommand" && i.TypeArguments.Length == 1);
        AttributeData? verb = contract is null ? null : Find(contract.TypeArguments[0], "VerbAttribute");
        if (contract is null || verb is null)
        {
            model.Problems.Add($"'{type.Name}' does not implement ICommand of an option class marked with [Verb]");
            return;
        }

        var options = (INamedTypeSymbol)contract.TypeArguments[0];
        string name = (string)verb.ConstructorArguments[0].Value!;
        var command = new CommandModel
        {
            Name = name,
            Member = Pascal(name),
            Help = Named(verb, "HelpText") ?? "",
            Hidden = Flag(verb, "Hidden"),
            OptionsType = options.ToDisplayString(s_fullName),
            CommandType = type.ToDisplayString(s_fullName),
        };
        ReadOptions(options, command, model.Problems);
        model.Commands.Add(command);
    }

    private static void ReadOptions(INamedTypeSymbol type, CommandModel command, List<string> problems)
    {
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            AttributeData? option = Find(property, "OptionAttribute");
            AttributeData? value = Find(property, "ValueAttribute");
            if (option is null && value is null)
            {
                continue;
            }

            var model = new OptionModel { Property = property.Name, MustInitialise = property.IsRequired };
            AttributeData attribute = (option ?? value)!;
            ReadKind(property, model, problems);
            ReadDefault(attribute, model);
            model.Help = Named(attribute, "HelpText") ?? "";
            model.Hidden = Flag(attribute, "Hidden");
            model.Required = Flag(attribute, "Required");
            model.Unsupported = Find(property, "UnsupportedAttribute") is not null;
            model.MayBeEmpty = Find(property, "MayBeEmptyAttribute") is not null;
            if (option is not null)
            {
                ReadNames(option, model);
                model.MetaName = Named(option, "MetaValue") ?? "VALUE";
                command.Options.Add(model);
            }
            else
            {
                model.Index = (int)value!.ConstructorArguments[0].Value!;
                model.MetaName = Named(value, "MetaName") ?? "VALUE";
                command.Arguments.Add(model);
            }
        }

        command.Arguments.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        Check(type, command, problems);
    }

    private static void Check(INamedTypeSymbol type, CommandModel command, List<string> problems)
    {
        for (int i = 0; i < command.Arguments.Count; i++)
        {
            OptionModel argument = command.Arguments[i];
            if (argument.Index != i)
            {
                problems.Add($"'{type.Name}.{argument.Property}': the indexes of [Value] must count up from 0");
            }

            if (argument.Kind == OptionKind.List && i != command.Arguments.Count - 1)
            {
                problems.Add($"'{type.Name}.{argument.Property}': only the last [Value] may be a list");
            }
        }

        var names = new HashSet<string> { "help", "h" };
        foreach (OptionModel option in command.Options)
        {
            if (!names.Add(option.LongName) || (option.ShortName.Length > 0 && !names.Add(option.ShortName)))
            {
                problems.Add($"'{type.Name}.{option.Property}': the name is taken, or 'help' or 'h', which are built in");
            }
        }
    }

    private static void ReadNames(AttributeData option, OptionModel model)
    {
        foreach (TypedConstant argument in option.ConstructorArguments)
        {
            if (argument.Value is char letter)
            {
                model.ShortName = letter.ToString();
            }
            else if (argument.Value is string name)
            {
                model.LongName = name;
            }
        }
    }

    private static void ReadKind(IPropertySymbol property, OptionModel model, List<string> problems)
    {
        ITypeSymbol type = property.Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            model.Kind = OptionKind.Switch;
        }
        else if (type.SpecialType == SpecialType.System_String)
        {
            model.Kind = OptionKind.Text;
        }
        else if (type.SpecialType == SpecialType.System_Int32)
        {
            model.Kind = OptionKind.Number;
        }
        else if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } list
            && list.TypeArguments[0].SpecialType == SpecialType.System_String)
        {
            model.Kind = OptionKind.List;
        }
        else if (type.TypeKind == TypeKind.Enum)
        {
            model.Kind = OptionKind.Choice;
            foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => f.IsConst))
            {
                model.Choices.Add(new ChoiceModel(
                    Lower(field.Name),
                    type.ToDisplayString(s_fullName) + "." + field.Name,
                    Find(field, "UnsupportedAttribute") is not null));
            }
        }
        else
        {
            problems.Add($"'{property.ContainingType.Name}.{property.Name}': an option cannot have the type '{property.Type.ToDisplayString()}'");
        }
    }

    private static void ReadDefault(AttributeData attribute, OptionModel model)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key != "Default" || argument.Value.IsNull)
            {
                continue;
            }

            model.DefaultLiteral = argument.Value.ToCSharpString();
            if (argument.Value.Kind == TypedConstantKind.Enum)
            {
                model.DefaultLiteral = "global::" + model.DefaultLiteral;
                ChoiceModel? chosen = model.Choices.Find(c => c.Member == model.DefaultLiteral);
                model.DefaultText = chosen?.Text;
            }
            else
            {
                model.DefaultText = argument.Value.Value!.ToString();
            }
        }
    }

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == name);

    private static string? Named(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value as string;

    private static bool Flag(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.Key == name).Value.Value is true;

    private static string Pascal(string name) =>
        string.Concat(name.Split('-').Select(static part => char.ToUpperInvariant(part[0]) + part.Substring(1)));

    private static string Lower(string member)
    {
        var text = new System.Text.StringBuilder();
        foreach (char letter in member)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
