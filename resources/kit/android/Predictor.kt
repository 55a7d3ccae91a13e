import ai.onnxruntime.OnnxTensor
import ai.onnxruntime.OrtEnvironment
import java.nio.DoubleBuffer
import java.nio.FloatBuffer
import org.json.JSONObject

/** What the model answers for one row. */
data class Prediction(val predicted: Any, val probabilities: Map<String, Float>)

/** Runs the exported model on one row at a time. Missing values are null. */
class Predictor(model: ByteArray, contractText: String) : AutoCloseable {
    private val environment = OrtEnvironment.getEnvironment()
    private val session = environment.createSession(model)
    private val contract = JSONObject(contractText)

    /**
     * Predicts one row.
     * @param row values by the name of the column: numbers, text, true or false; dates as seconds since 1970 (UTC).
     */
    fun predict(row: Map<String, Any?>): Prediction {
        val columns = contract.getJSONArray("columns")
        val feeds = mutableMapOf<String, OnnxTensor>()
        try {
            for (index in 0 until columns.length()) {
                val column = columns.getJSONObject(index)
                val name = column.getString("name")
                require(row.containsKey(name)) { "The row lacks the column $name; give null when it is missing." }
                feeds[name] = if (column.has("image")) picture(column.getJSONObject("image"), row[name] as FloatArray?)
                else tensor(column.getString("takes"), row[name])
            }
            session.run(feeds).use { results ->
                val outputs = contract.getJSONObject("outputs")
                val predicted = results.get(outputs.getString("predicted")).get().value
                if (contract.isNull("classes")) {
                    @Suppress("UNCHECKED_CAST")
                    return Prediction((predicted as Array<FloatArray>)[0][0], emptyMap())
                }
                @Suppress("UNCHECKED_CAST")
                val scores = (results.get(outputs.getString("probabilities")).get().value as Array<FloatArray>)[0]
                val classes = contract.getJSONArray("classes")
                val named = scores.indices.associate { classes.getString(it) to scores[it] }
                @Suppress("UNCHECKED_CAST")
                return Prediction((predicted as Array<String>)[0], named)
            }
        } finally {
            feeds.values.forEach { it.close() }
        }
    }

    /** Points from 0 to 255, row after row from the top; all NaN for a missing picture. */
    private fun picture(image: JSONObject, points: FloatArray?): OnnxTensor {
        val sides = listOf("height", "width", "channels").map { image.getLong(it) }
        val size = sides.reduce(Long::times).toInt()
        val values = points ?: FloatArray(size) { Float.NaN }
        require(values.size == size) { "A picture has $size numbers, not ${values.size}." }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), (listOf(1L) + sides).toLongArray())
    }

    private fun tensor(takes: String, value: Any?): OnnxTensor {
        val shape = longArrayOf(1, 1)
        return when (takes) {
            "text" -> OnnxTensor.createTensor(environment, arrayOf(value?.toString() ?: ""), shape)
            "moment" -> {
                val seconds = (value as Number?)?.toDouble() ?: Double.NaN
                OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubleArrayOf(seconds)), shape)
            }
            else -> {
                val number = (value as Number?)?.toFloat() ?: Float.NaN
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(floatArrayOf(number)), shape)
            }
        }
    }

    override fun close() = session.close()
}
