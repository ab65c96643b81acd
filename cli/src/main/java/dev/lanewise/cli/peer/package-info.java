/**
 * What {@code lanewise bench --vs} needs to know of another inference engine. Engines are services:
 * the module {@code bench} provides them, so that the command itself depends on none.
 */
@NullMarked
package dev.lanewise.cli.peer;

import org.jspecify.annotations.NullMarked;
