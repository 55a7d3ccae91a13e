// Predicts the rows of ../../examples.json and compares with the answers that the workbench gave: dotnet run
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

var kit = Path.GetFullPath(args.Length > 0 ? args[0] : Path.Combine("..", ".."));
JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(kit, name)))!;

var contract = Read("contract.json");
var examples = Read("examples.json");
var rows = examples["rows"]!.AsArray();
var expected = examples["expected"]!.AsArray();
var tolerance = examples["tolerance"]!.GetValue<double>();
var columns = contract["columns"]!.AsArray();
using var session = new InferenceSession(Path.Combine(kit, examples["model"]!.GetValue<string>()));

// A column of JSON values as the model takes it: [rows, 1]; missing is NaN or the empty text.
NamedOnnxValue ColumnOf(JsonNode column)
{
    var name = column["name"]!.GetValue<string>();
    var values = rows.Select(row => row![name]).ToArray();
    var shape = new[] { rows.Count, 1 };
    switch (column["takes"]!.GetValue<string>())
    {
        case "image":
            // Points from 0 to 255, [height][width][channels]; all NaN for a missing picture.
            var image = column["image"]!;
            var sides = new[] { "height", "width", "channels" }.Select(side => image[side]!.GetValue<int>()).ToArray();
            var size = sides[0] * sides[1] * sides[2];
            var points = values.SelectMany(value => value is null
                ? Enumerable.Repeat(float.NaN, size)
                : value.AsArray().SelectMany(line => line!.AsArray())
                    .SelectMany(point => point!.AsArray()).Select(number => number!.GetValue<float>())).ToArray();
            var dimensions = new[] { rows.Count, sides[0], sides[1], sides[2] };
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(points, dimensions));
        case "text":
            var words = values.Select(value => value?.ToString() ?? "").ToArray();
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(words, shape));
        case "moment":
            var moments = values.Select(value => value is null ? double.NaN : Seconds(value.GetValue<string>())).ToArray();
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<double>(moments, shape));
        default:
            var numbers = values.Select(value => value is null ? float.NaN : value.GetValue<float>()).ToArray();
            return NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(numbers, shape));
    }
}

// Seconds since 1970; a moment without a zone is UTC.
static double Seconds(string text) =>
    DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds() / 1000.0;

var feeds = columns.Select(column => ColumnOf(column!)).ToList();
using var results = session.Run(feeds);
NamedOnnxValue Output(string kind) => results.First(result => result.Name == contract["outputs"]![kind]!.GetValue<string>());

var largest = 0.0;
var classes = contract["classes"]?.AsArray().Select(name => name!.GetValue<string>()).ToArray();
for (var row = 0; row < rows.Count; row++)
{
    if (classes is null)
    {
        var own = Output("predicted").AsTensor<float>()[row, 0];
        var theirs = expected[row]!["predicted"]!.GetValue<double>();
        largest = Math.Max(largest, Math.Abs(own - theirs) / Math.Max(1, Math.Abs(theirs)));
        Console.WriteLine(own);
        continue;
    }
    var scores = Output("probabilities").AsTensor<float>();
    for (var place = 0; place < classes.Length; place++)
    {
        var theirs = expected[row]!["probabilities"]![classes[place]]!.GetValue<double>();
        largest = Math.Max(largest, Math.Abs(scores[row, place] - theirs));
    }
    Console.WriteLine(Output("predicted").AsTensor<string>()[row]);
}

Console.WriteLine($"{rows.Count} rows, largest difference {largest}, allowed {tolerance}");
return largest <= tolerance ? 0 : 1;
