//! `schema`: the formats as JSON Schema.

use std::io::Write;

use crate::{
    Exit, Streams,
    args::{SchemaArgs, SchemaOf},
    error::Failure,
    output,
};

pub(crate) fn run(args: &SchemaArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let schema = match args.of {
        SchemaOf::Organisation => include_str!("../schema/organisation.json"),
        SchemaOf::Country => include_str!("../schema/country.json"),
        SchemaOf::Model => include_str!("../schema/model.json"),
        SchemaOf::Rules => include_str!("../schema/rules.json"),
        SchemaOf::Validate => include_str!("../schema/validate.json"),
        SchemaOf::Result => include_str!("../schema/result.json"),
        SchemaOf::Explain => include_str!("../schema/explain.json"),
        SchemaOf::Gaps => include_str!("../schema/gaps.json"),
        SchemaOf::Compare => include_str!("../schema/compare.json"),
        SchemaOf::Tag => include_str!("../schema/tag.json"),
        SchemaOf::Sensitivity => include_str!("../schema/sensitivity.json"),
    };
    let output = args.output.output.as_deref();
    output::check(output, None, [])?;
    output::write(output, streams, |out: &mut dyn Write| out.write_all(schema.as_bytes()))?;
    Ok(Exit::Done)
}
