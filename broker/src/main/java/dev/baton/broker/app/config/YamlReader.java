package dev.baton.broker.app.config;

import io.smallrye.config.ConfigValue;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Flattens YAML to dotted keys. SmallRye has a source for this, but it passes over what a person should hear of: keys that are there twice,
 * keys without a value, a file that is a list. And it does not keep the line; and it turns {@code off} into {@code false}.
 */
final class YamlReader {
    private static final int MAX_DEPTH = 8;

    private final String fileName;
    private final Map<String, ConfigValue> values = new HashMap<>();

    YamlReader(String fileName) {
        this.fileName = fileName;
    }

    Map<String, ConfigValue> read(String text) {
        try {
            // A null root is an empty file, or one of comments only.
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
            if (root instanceof MappingNode mapping) {
                addAll("", mapping, 1);
            } else if (root != null) {
                throw fault(root, "not a mapping of keys to values");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException("config file " + fileName + ": line " + line + ": not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigException("config file " + fileName + ": not YAML: " + e.getMessage());
        }
        return values;
    }

    private void addAll(String prefix, MappingNode mapping, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault(mapping, "more than " + MAX_DEPTH + " levels");
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = prefix + scalar(entry.getKeyNode(), "a key");
            if (entry.getValueNode() instanceof MappingNode child) {
                addAll(key + ".", child, depth + 1);
            } else {
                add(key, entry);
            }
        }
    }

    private void add(String key, NodeTuple entry) {
        int line = entry.getKeyNode().getStartMark().getLine() + 1;
        String text = entry.getValueNode() instanceof SequenceNode list
                ? list.getValue().stream().map(item -> scalar(item, key)).collect(Collectors.joining(","))
                : scalar(entry.getValueNode(), key);
        ConfigValue before = values.put(key, ConfigSources.value(key, text, line));
        if (before != null) {
            throw fault(entry.getKeyNode(), key + " is there twice, first in line " + before.getLineNumber());
        }
    }

    private String scalar(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw fault(node, what + ": expected a single value");
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            throw fault(node, what + ": no value");
        }
        return scalar.getValue();
    }

    private ConfigException fault(Node node, String problem) {
        int line = node.getStartMark().getLine() + 1;
        return new ConfigException("config file " + fileName + ": line " + line + ": " + problem);
    }
}
